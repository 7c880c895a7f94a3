"""Study files: what one may say, read with every fault gathered and its line named."""
