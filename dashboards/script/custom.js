// Loaded once with the page, before any widget (the server says where it lies): what Vue files share.
// A Vue file takes a part as `extends: window.parkloop.levels` or `components: {...}`.

// Solara's page forbids to enlarge it by two fingers; people who see badly need that.
document.querySelector('meta[name=viewport]').content = 'width=device-width, initial-scale=1';

// Each of these would be asked for only when the one before it has run. Fetched now, while the server
// draws the page, they are there when they are wanted; the chart library is loaded whole.
document.addEventListener('DOMContentLoaded', () => {
  ['jupyter-vuetify/nodeps', 'jupyter-vue/nodeps', 'jupyter-vue/nodeps-vue-sfc'].forEach((name) => {
    const link = document.createElement('link');
    Object.assign(link, {rel: 'preload', as: 'script', href: window.requirejs.toUrl(`nbextensions/${name}.js`)});
    document.head.append(link);
  });
  window.requirejs([`${window.solara.cdn}/echarts@6.1.0/dist/echarts.min.js`]);
});

(() => {
  // Give the browser a file to save.
  function save(name, content, type) {
    const address = URL.createObjectURL(new Blob([content], {type}));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  // A text that a spreadsheet would take for a formula is marked as text.
  function cell(value) {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number') return String(value);
    const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  function saveTable(name, columns, rows) {
    const lines = [columns, ...rows].map((row) => row.map(cell).join(','));
    save(`${name}.csv`, `\ufeff${lines.join('\r\n')}\r\n`, 'text/csv');
  }

  // For a file that is sent `file` (name, type, content) once one was made.
  const saving = {
    watch: {
      file(made) {
        if (!made) return;
        save(made.name, made.content, made.type);
        this.saved({});
      },
    },
  };

  // A number field. What somebody is typing stands until it is left, whatever is drawn meanwhile.
  const field = {
    props: ['value', 'min', 'max', 'step', 'label'],
    emits: ['put'],
    data() {
      return {typed: null};
    },
    methods: {
      put() {
        const value = Number(this.typed);
        const known = this.typed !== null && this.typed.trim() !== '' && Number.isFinite(value);
        this.typed = null;
        if (known) this.$emit('put', value);
      },
    },
    template: `<input
      type="number" class="pl-number" :min="min" :max="max" :step="step" :aria-label="label || null"
      :value="typed === null ? value : typed" @input="typed = $event.target.value"
      @change="put" @blur="typed = null"
    />`,
  };

  // A policy's strength: a slider, and the number of it to type.
  const strength = {
    components: {'pl-field': field},
    props: ['name', 'label', 'value', 'most', 'step'],
    emits: ['move'],
    methods: {
      typed(value) {
        const kept = Math.min(Math.max(value, 0), this.most);
        this.$emit('move', Math.round(kept / this.step) * this.step);
      },
    },
    template: `<div class="pl-strength" :data-lever="name">
      <input
        type="range" min="0" :max="most" :step="step" :value="value" :aria-label="label"
        @input="$emit('move', Number($event.target.value))"
      />
      <pl-field
        :id="'lever-' + name" :value="value" :min="0" :max="most" :step="step" :label="label" @put="typed"
      />
    </div>`,
  };

  // For a file whose property `values` holds strengths by name. It answers at once from `shown`;
  // what it sends goes to `values`, of which only the latest arrives while a run is under way.
  const levels = {
    components: {'pl-strength': strength},
    data() {
      return {shown: {}};
    },
    mounted() {
      this.shown = {...this.values};
    },
    watch: {
      // While a lever is dragged the page answers with values that were sent a moment ago.
      values(now) {
        if (!this.sent || !this.sent.has(JSON.stringify(now))) this.settle();
      },
    },
    methods: {
      at(name) {
        return name in this.shown ? this.shown[name] : this.values[name];
      },
      move(name, value) {
        const next = {...this.values, ...this.shown, [name]: Math.round(value * 100) / 100};
        if (next[name] === this.at(name)) return;
        this.sent = (this.sent || new Set()).add(JSON.stringify(next));
        this.shown = next;
        this.values = next;
        clearTimeout(this.settling);
        this.settling = setTimeout(() => this.settle(), 1000);
      },
      settle() {
        clearTimeout(this.settling);
        this.sent = null;
        this.shown = {...this.values};
      },
    },
  };

  window.parkloop = {save, saveTable, saving, field, levels};
})();
