// <faq-bot>: the chat widget. One file, no framework, no build step, no storage, no cookie. It fetches nothing before a
// visitor opens it, and then only from the server that it came from. Everything is made with DOM calls, never from HTML
// text, so it runs under a host page's strict Content-Security-Policy and Trusted Types. docs/widget.md says how to use it.
(() => {
  "use strict";
  if (customElements.get("faq-bot")) return;

  const script = document.currentScript ?? [...document.scripts].find((each) => /\/widget\.js(\?|$)/.test(each.src));
  const HOME = new URL(".", script?.src ?? location.href).href;
  // The server fills this in from its texts: what can be said before anything is fetched, and when nothing can be.
  const BOOT = /*boot*/ { en: {} } /*boot*/;
  const WAIT = 30000;
  const KEPT = 10;
  const LIMIT = 2000;
  const NARROW = "(max-width: 480px), (max-height: 480px)";
  const RTL = /^(ar|dv|fa|he|ku|ps|ur|yi)\b/;

  // ------------------------------------------------------------------------------------------------ making elements

  // Drawn on a 24 by 24 grid with a line of 1.75; decorative, the words beside them say the same.
  const ICONS = {
    brand: "M4 5.5h16v11H11l-4.5 4v-4H4zM8.2 12.6v-1.7c0-.9.5-1.5 1.4-1.7M13 12.6v-1.7c0-.9.5-1.5 1.4-1.7",
    quote: "M3.5 18v-6c0-3.6 1.9-6 5.5-6.5M13.5 18v-6c0-3.6 1.9-6 5.5-6.5M3.5 12.5h6V18h-6zM13.5 12.5h6V18h-6z",
    absent: "M6 3.5h8.5L19 8v12.5H6zM9.8 11.2l5 5m0-5-5 5",
    ask: "M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 0 1 0-17M9.6 9.6a2.5 2.5 0 1 1 3.4 2.3c-.7.3-1 .8-1 1.6M12 16.6v.1",
    person: "M12 4.7a3.6 3.6 0 1 1 0 7.2a3.6 3.6 0 0 1 0-7.2M5 20c.6-3.8 3.4-5.8 7-5.8s6.4 2 7 5.8",
    warn: "M12 4.5 21 19.5H3zM12 10v4.2M12 16.9v.1",
    note: "M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 0 1 0-17M12 11v5M12 8v.1",
    up: "M7 20H4v-9.5h3zM7 10.5l4-7c1.5 0 2.4 1 2.2 2.5l-.5 3.5H18c1.3 0 2.2 1.2 1.9 2.4l-1.5 6.3A2.4 2.4 0 0 1 16 20H7",
    new: "M12 5v14M5 12h14",
    send: "M12 19V5.5M6 11.5l6-6 6 6",
    chevron: "m6 9 6 6 6-6",
    back: "M19 12H5M11 6l-6 6 6 6",
    out: "M14 5h5v5M19 5l-8.5 8.5M17 13.5V19H5V7h5.5",
    close: "M6 6l12 12M18 6 6 18",
    retry: "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5",
  };
  ICONS.assistant = ICONS.brand;

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", `icon ${name === "down" ? "down" : ""}`);
    path.setAttribute("d", ICONS[name === "down" ? "up" : name]);
    svg.append(path);
    return svg;
  }

  // h("p", { class: "x", onclick }, "text", node): null children are left out.
  function h(tag, given = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== null && value !== false && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.flat(Infinity).filter((each) => each !== null && each !== undefined && each !== false && each !== ""));
    return made;
  }

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const safe = (url) => (/^https?:\/\//i.test(url ?? "") ? url : null);
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  let serial = 0;
  const id = () => `f${(serial += 1)}`;

  // ------------------------------------------------------------------------------------------------ text as elements

  const MARKS = /\*\*([^*\n]+)\*\*|(?<![\w*])\*([^*\s][^*\n]*)\*(?![\w*])|(?<!\w)__([^_\n]+)__(?!\w)|(?<!\w)_([^_\s][^_\n]*)_(?!\w)|`([^`\n]+)`|!?\[([^[\]\n]*)\]\([^()\s]*(?: "[^"\n]*")?\)/g;

  // The marks of Markdown inside a line; links and images give their words only.
  function inline(text) {
    const made = [];
    let from = 0;
    for (const found of text.matchAll(MARKS)) {
      const [all, bold, slanted, bold2, slanted2, code, words] = found;
      made.push(text.slice(from, found.index));
      if (bold ?? bold2) made.push(h("strong", {}, bold ?? bold2));
      else if (slanted ?? slanted2) made.push(h("em", {}, slanted ?? slanted2));
      else if (code) made.push(h("code", {}, code));
      else made.push(words ?? "");
      from = found.index + all.length;
    }
    made.push(text.slice(from));
    return made;
  }

  // A quote as paragraphs and lists, `tail` at the end of its last words.
  function quoted(text, tail = []) {
    const blocks = [];
    for (const line of text.split("\n")) {
      if (!line.trim()) { blocks.push(null); continue; }
      if (/^\s*\|[\s|:-]*-[\s|:-]*$/.test(line)) continue;  // the line below the head of a table
      const item = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+(.*)/.exec(line) ?? /^\s*\|\s*(.*?)\s*\|?\s*$/.exec(line);
      const last = blocks.at(-1);
      if (!item && last) last.text += ` ${line.trim()}`;
      else blocks.push({ item: Boolean(item), text: item ? item[1] : line.replace(/^#{1,6}\s+/, "") });
    }
    return shaped(blocks.filter(Boolean).map((each) => ({ item: each.item, content: inline(each.text) })), tail);
  }

  function shaped(blocks, tail = []) {
    const made = [];
    for (const [place, block] of blocks.entries()) {
      const content = place === blocks.length - 1 ? [block.content, tail] : block.content;
      if (!block.item) made.push(h("p", {}, content));
      else if (blocks[place - 1]?.item) made.at(-1).append(h("li", {}, content));
      else made.push(h("ul", {}, h("li", {}, content)));
    }
    return made;
  }

  // ------------------------------------------------------------------------------------------------ colours

  const number = (hex) => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16) / 255);
  const written = (rgb) => `rgb(${rgb.map((part) => Math.round(part * 255)).join(" ")})`;
  const mix = (one, other, share) => one.map((part, place) => part * share + other[place] * (1 - share));
  const light = (rgb) => rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const contrast = (one, other) => { const [low, high] = [light(one), light(other)].sort((a, b) => a - b); return (high + 0.05) / (low + 0.05); };
  const WHITE = [1, 1, 1];
  const BLACK = [0, 0, 0];
  const THEMES = {
    light: { ground: number("#fdfdfb"), raised: number("#ffffff"), ink: number("#1c1f1d"), quiet: number("#585e5a"), line: number("#e2e3de"), edge: number("#858a86"), mark: number("#ffe79c"), "mark-ink": number("#241c00"), warn: number("#8a3b12") },
    dark: { ground: number("#161917"), raised: number("#1f2321"), ink: number("#ebebe6"), quiet: number("#a9afaa"), line: number("#363c38"), edge: number("#848b86"), mark: number("#5e4c10"), "mark-ink": number("#fff4cf"), warn: number("#f0b08c") },
  };

  // Any CSS colour as three numbers; null where it is none (or has no place in sRGB that the browser tells).
  function colour(text, probe) {
    if (!text || !CSS.supports("color", text)) return null;
    // Forced colours would answer with their own.
    probe.style.forcedColorAdjust = "none";
    probe.style.color = `color-mix(in srgb, ${text} 100%, ${text})`;
    const found = getComputedStyle(probe).color.match(/[\d.]+(?:e-?\d+)?/g)?.map(Number);
    const scale = getComputedStyle(probe).color.startsWith("rgb") ? 255 : 1;
    probe.style.color = probe.style.forcedColorAdjust = "";
    return found?.length >= 3 ? found.slice(0, 3).map((part) => Math.min(1, Math.max(0, part / scale))) : null;
  }

  // The palette for an accent: words on it and words in it reach 4.5 to 1 whatever the accent is.
  function palette(accent, dark) {
    const theme = THEMES[dark ? "dark" : "light"];
    const end = dark ? WHITE : BLACK;
    let words = accent;
    let tint = mix(words, theme.ground, dark ? 0.18 : 0.1);
    for (let share = 1; share > 0 && Math.min(contrast(words, theme.ground), contrast(words, theme.raised), contrast(words, tint)) < 4.6; share -= 0.04) {
      words = mix(accent, end, share);
      tint = mix(words, theme.ground, dark ? 0.18 : 0.1);
    }
    const on = contrast(accent, WHITE) >= 4.5 || contrast(accent, WHITE) > contrast(accent, BLACK) ? WHITE : BLACK;
    return { ...theme, tint, accent: words, fill: accent, on };
  }

  // ------------------------------------------------------------------------------------------------ which role

  // "/jobs/{role} /emplois/ia-*=head-of-generative-ai": the first pattern that fits the path names the role.
  function fromTable(table, path) {
    for (const line of (table ?? "").split(/[\s;]+/).filter(Boolean)) {
      const [pattern, role] = line.split("=");
      const source = pattern.split(/(\{role\}|\*)/).map((part) => ({ "{role}": "([^/]+)", "*": ".*" })[part] ?? part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join("");
      const found = new RegExp(`^${source}/?$`).exec(path);
      if (found && (role || found[1])) return role || decodeURIComponent(found[1]);
    }
    return null;
  }

  // The identifier of the page's own JobPosting, however deep it lies.
  function fromPosting() {
    const look = (node) => {
      if (!node || typeof node !== "object") return null;
      if ([node["@type"]].flat().includes("JobPosting")) {
        const given = node.identifier?.value ?? node.identifier;
        if (typeof given === "string" || typeof given === "number") return String(given);
      }
      for (const each of Object.values(node)) { const found = look(each); if (found) return found; }
      return null;
    };
    for (const each of document.querySelectorAll('script[type="application/ld+json"]')) {
      try { const found = look(JSON.parse(each.textContent)); if (found) return found; } catch { /* not ours to mend */ }
    }
    return null;
  }

  // ------------------------------------------------------------------------------------------------ speaking with the server

  class Problem extends Error {
    constructor(code, values = {}) { super(code); this.code = code; this.values = values; }
  }

  async function refused(response) {
    const body = await response.json().catch(() => ({}));
    const code = response.status === 429 ? "too_many" : body.type?.split(":").pop();
    return new Problem(code ?? "failed", { seconds: response.headers.get("retry-after") ?? "60", status: response.status });
  }

  async function call(path, { body, method = body ? "POST" : "GET", accept = "application/json", signal } = {}) {
    const headers = { Accept: accept, ...(body ? { "Content-Type": "application/json" } : {}) };
    const late = AbortSignal.timeout(WAIT);
    let response;
    try {
      response = await fetch(HOME + path, {
        method, headers, body: body && JSON.stringify(body), signal: signal ? AbortSignal.any?.([signal, late]) ?? signal : late,
        credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store",
      });
    } catch (error) {
      throw signal?.aborted ? error : new Problem("offline");
    }
    if (!response.ok) throw await refused(response);
    return response;
  }

  // The events of one answer, as they come.
  async function* events(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let waiting = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      waiting += value;
      const whole = waiting.split(/\r?\n\r?\n/);
      waiting = whole.pop();
      for (const block of whole) {
        const name = /^event: ?(.*)$/m.exec(block)?.[1];
        const data = block.split(/\r?\n/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
        if (name && data) yield [name, JSON.parse(data)];
      }
    }
  }

  // ------------------------------------------------------------------------------------------------ looks

  // Inside, nothing is inherited from the host page: the wrapper starts from the browser's own values. `!important` in a
  // shadow tree wins over the host page's, so that not even `* { ... !important }` moves the element itself.
  const STYLE = `
:host { all: initial !important; display: block !important; }
:host([data-position=inline]) { height: 100% !important; }
:host([hidden]) { display: none !important; }
.w, .w *, .w ::before, .w ::after { box-sizing: border-box; }
.w { all: initial; display: block; font: 400 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); text-align: start; -webkit-text-size-adjust: 100%; --serif: ui-serif, "Iowan Old Style", Palatino, "Palatino Linotype", Georgia, serif; }
.w[popover] { position: fixed; inset: auto 0 0 auto; width: auto; height: auto; margin: 0; padding: 0; border: 0; overflow: visible; background: none; z-index: 2147483000; }
.w[data-side=left] { inset: auto auto 0 0; }
h2, h3, h4, p, ul, ol, blockquote, figure { margin: 0; padding: 0; font: inherit; }
ul, ol { list-style: none; }
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; text-align: inherit; }
button { display: inline-flex; align-items: center; gap: .4em; min-height: 44px; padding: 0 .75em; border: 1px solid transparent; border-radius: 10px; background: none; cursor: pointer; touch-action: manipulation; -webkit-tap-highlight-color: transparent; }
a { color: var(--accent); text-decoration: underline; text-underline-offset: .2em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
[tabindex="-1"]:focus { outline: none; }
[hidden] { display: none !important; }
.sr { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { flex: none; display: block; width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.icon.down { transform: rotate(180deg); }

.launch { margin: 0 calc(20px + env(safe-area-inset-right)) calc(var(--faq-bot-offset, 20px) + env(safe-area-inset-bottom)) calc(20px + env(safe-area-inset-left)); min-height: 52px; padding: 0 20px 0 16px; gap: 10px; border-radius: 26px; background: var(--fill); color: var(--on); font-weight: 600; max-width: calc(100vw - 40px); box-shadow: 0 0 0 1px var(--ring), 0 2px 6px rgb(0 0 0 / .16), 0 10px 30px rgb(0 0 0 / .16); }
.launch:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; box-shadow: 0 0 0 3px var(--ground); }
.launch .icon { width: 24px; height: 24px; }

.panel { position: fixed; inset: auto 20px 20px auto; width: min(408px, calc(100vw - 40px)); height: min(664px, calc(100vh - 40px)); height: min(664px, calc(100dvh - 40px)); margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 20px; background: var(--ground); color: var(--ink); flex-direction: column; overflow: hidden; overscroll-behavior: contain; max-width: none; max-height: none; box-shadow: 0 2px 8px rgb(0 0 0 / .08), 0 24px 64px rgb(0 0 0 / .22); outline: none; }
[data-side=left] .panel { inset: auto auto 20px 20px; }
.panel[open], .panel.in { display: flex; }
.panel.in { position: relative; inset: auto; width: 100%; height: 100%; min-height: 440px; box-shadow: none; }
.panel::backdrop { background: none; }
.panel.full { inset: var(--top, 0px) 0 auto 0; width: 100%; height: var(--tall, 100dvh); border: 0; border-radius: 0; padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left); }

.bar { display: flex; align-items: center; gap: 10px; padding: 10px 8px 10px 16px; border-bottom: 1px solid var(--line); padding-inline: 16px 8px; }
.logo { flex: none; display: grid; place-items: center; width: 36px; height: 36px; border-radius: 11px; background: var(--fill); color: var(--on); }
.name { flex: 1; min-width: 0; }
.name h2 { font-weight: 650; line-height: 1.25; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
.name p { font-size: 13px; line-height: 1.35; color: var(--quiet); overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.tool { justify-content: center; width: 44px; padding: 0; color: var(--quiet); }
.tools { display: flex; }

.body { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 20px 16px 16px; overflow-wrap: anywhere; scrollbar-width: thin; scrollbar-color: var(--edge) transparent; }
.body:focus-visible { outline-offset: -3px; }
.hello h3 { font: 400 25px/1.2 var(--serif); letter-spacing: -.01em; text-wrap: balance; margin-bottom: 10px; }
.hello p, .hint { color: var(--quiet); font-size: 15px; }
.hello .bad { color: var(--warn); }
.hello strong { color: var(--ink); font-weight: 600; }
.questions { margin-top: 22px; }
.small { font-size: 14px; font-weight: 600; color: var(--quiet); margin-bottom: 8px; }
.questions li + li { margin-top: 8px; }
.question { width: 100%; justify-content: space-between; padding: 8px 14px; border-color: var(--line); border-radius: 14px; background: var(--raised); line-height: 1.35; text-wrap: pretty; }
.question .icon { width: 16px; height: 16px; color: var(--accent); transform: rotate(-90deg); }
[dir=rtl] .question .icon { transform: rotate(90deg); }

.turn { padding-top: 20px; }
.turn:first-child { padding-top: 0; }
.asked { width: fit-content; max-width: 88%; margin-inline-start: auto; margin-bottom: 18px; padding: 9px 14px; border-radius: 16px; border-end-end-radius: 4px; background: var(--tint); white-space: pre-wrap; }
.label { display: flex; align-items: center; gap: 7px; margin-bottom: 8px; font-size: 14px; font-weight: 600; color: var(--accent); }
.label .icon { width: 18px; height: 18px; }
[data-outcome=not_in_documents] > .label, [data-outcome=declined] > .label { color: var(--ink); }
[data-outcome=error] > .label { color: var(--warn); }
.say { white-space: pre-wrap; }
.quote { padding-inline-start: 14px; border-inline-start: 3px solid var(--accent); font: 400 17px/1.58 var(--serif); }
.quote > * + * { margin-top: 9px; }
.quote ul, .passage ul { list-style: disc; padding-inline-start: 19px; }
.quote li + li { margin-top: 4px; }
li::marker { color: var(--accent); }
code { font: .9em ui-monospace, Menlo, Consolas, monospace; }
.cite { display: inline-flex; justify-content: center; min-width: 26px; min-height: 24px; height: 24px; padding: 0 6px; border-radius: 7px; background: var(--tint); color: var(--accent); font: 600 13px/1 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; vertical-align: 1px; }
.notes { margin-top: 14px; font-size: 15px; color: var(--quiet); }
.notes li { display: flex; gap: 7px; }
.notes li + li { margin-top: 5px; }
.notes .icon { width: 17px; height: 17px; margin-top: 3px; }

.sources, .closest { margin-top: 18px; }
.source { border: 1px solid var(--line); border-radius: 12px; background: var(--raised); }
.source + .source { margin-top: 8px; }
.place { width: 100%; gap: 9px; padding: 8px 12px; border-radius: 12px; font-size: 14px; line-height: 1.4; }
.place > .icon { width: 16px; height: 16px; color: var(--quiet); }
.place[aria-expanded=true] > .icon { transform: rotate(180deg); }
.ns { flex: none; display: flex; flex-wrap: wrap; gap: 4px; max-width: 90px; }
.n { display: grid; place-items: center; min-width: 24px; height: 24px; border-radius: 7px; background: var(--tint); color: var(--accent); font-size: 13px; font-weight: 600; }
.path { flex: 1; min-width: 0; color: var(--quiet); }
.path b { display: block; font-weight: 500; color: var(--ink); }
.path small { display: block; font-size: 12.5px; }
.passage { padding: 2px 14px 8px; }
.passage blockquote { font: 400 15.5px/1.6 var(--serif); color: var(--quiet); }
.passage blockquote > * + * { margin-top: 8px; }
mark { background: var(--mark); color: var(--mark-ink); border-radius: 2px; padding: .08em 0; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
mark.other { background: none; color: inherit; text-decoration: underline dotted var(--edge); text-underline-offset: .25em; }
.links { display: flex; flex-wrap: wrap; gap: 0 18px; font-size: 14px; }
.links a { display: inline-flex; align-items: center; gap: 5px; min-height: 44px; }
.links .icon { width: 15px; height: 15px; }
.closest { padding: 14px; border: 1px dashed var(--edge); border-radius: 14px; }
.closest .quote { border-color: var(--edge); font-size: 16px; margin-bottom: 12px; }

.actions { display: flex; flex-wrap: wrap; align-items: center; margin: 10px 0 0; margin-inline-start: -10px; }
.action { justify-content: center; min-width: 44px; padding: 0 10px; font-size: 14px; color: var(--quiet); }
.action[aria-pressed=true] { background: var(--tint); color: var(--accent); }
.strong { border-color: var(--edge); background: var(--raised); color: var(--ink); padding: 0 16px; }
.main { background: var(--fill); color: var(--on); font-weight: 600; padding: 0 18px; border-radius: 12px; }
.done { font-size: 14px; color: var(--quiet); padding-inline-start: 10px; }
.bad { color: var(--warn); }
.why { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-top: 4px; font-size: 14px; color: var(--quiet); }
.why > span { width: 100%; }
.reason { padding: 0 14px; border-color: var(--line); border-radius: 22px; background: var(--raised); color: var(--ink); }
.reason[aria-pressed=true] { border-color: var(--accent); background: var(--tint); }
.thinking { display: flex; align-items: center; gap: 10px; color: var(--quiet); }
.dots { display: flex; gap: 4px; }
.dots i { width: 6px; height: 6px; border-radius: 50%; background: var(--accent); }

.foot { padding: 8px 12px 10px; border-top: 1px solid var(--line); background: var(--ground); }
.form { display: flex; align-items: flex-end; gap: 6px; padding: 4px; border: 1px solid var(--edge); border-radius: 16px; background: var(--raised); }
.form:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.form textarea { flex: 1; min-width: 0; height: 44px; max-height: 132px; margin: 0; padding: 10px; resize: none; border: 0; background: none; line-height: 24px; outline: none; }
textarea::placeholder { color: var(--quiet); opacity: 1; }
.send { justify-content: center; width: 44px; padding: 0; border-radius: 12px; background: var(--fill); color: var(--on); }
.error { padding: 6px 6px 0; font-size: 14px; color: var(--warn); }
.error:empty { display: none; }
.hello .privacy { margin-top: 20px; font-size: 13px; line-height: 1.45; }
.more { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; padding: 6px 0 0; }
.more:empty { display: none; }
.slim { min-height: 32px; padding: 0 6px; border-radius: 8px; font-size: 13.5px; color: var(--quiet); }
.slim .icon { width: 17px; height: 17px; }
.view h3 { margin: 10px 0 12px; font: 400 23px/1.2 var(--serif); outline: none; }
.view > .slim { margin-inline-start: -6px; }
[dir=rtl] .view > .slim .icon { transform: scaleX(-1); }
.view .hint { margin-top: 8px; }
.wish .small { display: block; margin: 16px 0 6px; }
.field { display: block; width: 100%; min-height: 44px; margin: 0; padding: 9px 12px; border: 1px solid var(--edge); border-radius: 12px; background: var(--raised); color: var(--ink); line-height: 24px; resize: vertical; }
.field:focus { outline: 2px solid var(--accent); outline-offset: -1px; }
.wish .main, .view > .main { margin-top: 18px; }
.wish .error { padding-inline: 0; }
figure { margin-top: 16px; }
pre { margin: 0; padding: 12px 14px; max-height: 240px; overflow: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--raised); font: 400 14px/1.5 system-ui, sans-serif; white-space: pre-wrap; overflow-wrap: anywhere; }
.actions.wide { gap: 8px; margin: 18px 0 0; }
a.main, a.action { display: inline-flex; align-items: center; gap: .4em; min-height: 44px; border: 1px solid transparent; text-decoration: none; border-radius: 12px; }
a.main .icon { width: 16px; height: 16px; }
button:disabled { opacity: .6; cursor: default; }
.person { margin-top: 16px; border-radius: 12px; }
.bad > * + * { margin-top: 10px; }
.frame { flex: 1; width: 100%; border: 0; }

@media (hover: hover) {
  .launch:hover, .send:hover, .main:hover { box-shadow: inset 0 0 0 99px rgb(127 127 127 / .14), 0 0 0 1px var(--ring), 0 6px 24px rgb(0 0 0 / .2); }
  .tool:hover, .action:hover, .place:hover, .slim:hover { background: var(--tint); color: var(--accent); }
  .question:hover, .reason:hover { border-color: var(--accent); background: var(--tint); }
  .cite:hover { background: var(--accent); color: var(--ground); }
}
@media (prefers-reduced-motion: no-preference) {
  .question, .tool, .action, .place { transition: background .15s, border-color .15s, color .15s; }
  .panel[open] { animation: rise .22s cubic-bezier(.2, .8, .2, 1); }
  .dots i { animation: dot 1.2s infinite ease-in-out; }
  .dots i:nth-child(2) { animation-delay: .15s; }
  .dots i:nth-child(3) { animation-delay: .3s; }
}
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }
@keyframes dot { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; } }
@media (forced-colors: active) {
  .icon { color: inherit !important; }
  mark { background: Mark; color: MarkText; }
  .panel, .launch, .send, .main, .cite, .logo, .asked { border: 1px solid ButtonText; }
  .action[aria-pressed=true], .reason[aria-pressed=true] { border-color: Highlight; background: Highlight; color: HighlightText; forced-color-adjust: none; }
}
@media print { .launch { display: none; } }
`;
  const SHEET = new CSSStyleSheet();
  SHEET.replaceSync(STYLE);

  // ------------------------------------------------------------------------------------------------ the element

  const LABELS = {
    answered: ["quoted", "quote"], not_in_documents: ["not_found", "absent"], clarify: ["unclear", "ask"],
    smalltalk: ["assistant", "assistant"], handoff: ["handoff", "person"], declined: ["declined", "absent"],
  };
  const OPTIONS = ["color", "lang", "position", "role", "roles", "theme", "title"];

  class FaqBot extends HTMLElement {
    static observedAttributes = [...OPTIONS.map((name) => `data-${name}`), "dir"];

    #root = this.attachShadow({ mode: "open" });
    #at = {};
    #talk = null;
    #start = null;
    #about = {};
    #texts = {};
    #blocked = false;
    #before = null;
    #watch = new AbortController();

    connectedCallback() {
      this.#root.adoptedStyleSheets = [SHEET];
      this.#watch = new AbortController();
      const { signal } = this.#watch;
      matchMedia(NARROW).addEventListener("change", () => { if (this.opened && !this.inline) { this.#at.panel.close(); this.#show(); } }, { signal });
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#dress(), { signal });
      for (const type of ["resize", "scroll"]) window.visualViewport?.addEventListener(type, () => this.#fit(), { signal });
      document.addEventListener("securitypolicyviolation", (event) => { if (HOME.startsWith(event.blockedURI) || event.blockedURI?.startsWith(HOME)) this.#blocked = event.effectiveDirective; }, { signal });
      this.#build();
    }

    disconnectedCallback() { this.#watch.abort(); this.#talk?.going?.abort(); }

    attributeChangedCallback(name, before, now) { if (this.isConnected && before !== now && this.#at.wrapper) this.#build(); }

    // ---------------------------------------------------------------------------------------------- what a host page calls

    get inline() { return this.dataset.position === "inline"; }
    get opened() { return this.inline || Boolean(this.#at.panel?.open); }

    open() {
      if (this.inline) { this.#begin(); return; }
      if (this.opened) return;
      this.#before = this.#focused();
      // A page that changes its address without loading anew may have come to another role.
      if (this.#start && this.#talk.role !== this.#role()) this.#build();
      this.#show();
      this.#begin();
      this.#tell("open", {});
    }

    close() {
      if (this.inline || !this.opened) return;
      const within = this.#root.activeElement;
      this.#at.panel.close();
      this.#at.launch.hidden = false;
      this.#fit();
      if (within) (this.#before?.isConnected && this.#before !== this ? this.#before : this.#at.launch).focus({ preventScroll: true });
      this.#tell("close", {});
    }

    toggle() { if (this.opened) this.close(); else this.open(); }

    async ask(question) { this.open(); await this.#begin(); if (this.#about.ready) await this.#ask(String(question)); }

    // What a host's analytics may count. Never what was asked or answered.
    #tell(name, detail) { this.dispatchEvent(new CustomEvent(`faqbot:${name}`, { bubbles: true, composed: true, detail: { role: this.#talk.role ?? null, lang: this.#lang(), ...detail } })); }

    // ---------------------------------------------------------------------------------------------- building

    #lang() {
      const found = (this.dataset.lang || this.closest("[lang]")?.lang || document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();
      return /^[a-z]{2}$/.test(found) ? found : "en";
    }
    #role() { const found = this.dataset.role || fromTable(this.dataset.roles, location.pathname) || fromPosting(); return found ? found.slice(0, 100) : null; }
    #focused() { const found = document.activeElement; return found === document.body ? null : found; }

    #build() {
      const was = this.#at.panel?.open;
      this.#talk?.going?.abort();
      this.#talk = { turns: [], said: [], conversation: null, role: this.#role(), going: null };
      this.#start = null;
      this.#about = {};
      this.#texts = BOOT[this.#lang()] ?? BOOT.en;
      const t = this.#texts;
      const title = id();
      const at = (this.#at = {});
      const tool = (name, words, onclick) => h("button", { type: "button", class: "tool", "aria-label": words, title: words, onclick }, icon(name));
      at.title = h("h2", { id: title, tabindex: "-1" }, this.dataset.title || t.title);
      at.tagline = h("p", {}, t.tagline);
      at.tools = h("div", { class: "tools" });
      at.log = h("ol", { class: "log" });
      at.hello = h("section", { class: "hello" });
      at.body = h("div", { class: "body", tabindex: "0", role: "region", "aria-label": t.conversation }, at.hello, at.log);
      at.box = h("textarea", { id: id(), rows: "1", placeholder: t.placeholder, autocomplete: "off", enterkeyhint: "send", "aria-describedby": `${title}e`, onkeydown: (event) => this.#keyed(event), oninput: () => this.#typed() });
      at.error = h("p", { class: "error", id: `${title}e`, role: "alert" });
      at.more = h("div", { class: "more" });
      at.live = h("p", { class: "sr", role: "status" });
      const form = h("form", { class: "form", novalidate: true, onsubmit: (event) => { event.preventDefault(); this.#submit(); } },
        h("label", { class: "sr", for: at.box.id }, t.question), at.box,
        h("button", { type: "submit", class: "send", "aria-label": t.ask, title: t.ask }, icon("send")));
      at.foot = h("div", { class: "foot" }, form, at.error, at.more);
      at.panel = h(this.inline ? "section" : "dialog", { class: `panel ${this.inline ? "in" : ""}`, "aria-labelledby": title },
        h("div", { class: "bar" }, h("span", { class: "logo" }, icon("brand")), h("div", { class: "name" }, at.title, at.tagline), at.tools),
        at.body, at.foot, at.live);
      at.close = this.inline ? null : tool("close", t.close, () => this.close());
      at.tools.append(...[at.close].filter(Boolean));
      at.tool = tool;
      at.wrapper = h("div", { class: "w", lang: BOOT[this.#lang()] ? this.#lang() : "en", dir: this.dir || (RTL.test(this.#lang()) ? "rtl" : "ltr"), "data-side": this.inline ? null : this.dataset.position || "right" });
      if (this.inline) {
        at.wrapper.style.height = "100%";
        at.panel.addEventListener("keydown", (event) => { if (event.key === "Escape" && at.view) this.#back(); });
        at.panel.addEventListener("focusin", () => this.#begin(), { once: true });
        at.panel.addEventListener("pointerdown", () => this.#begin(), { once: true });
        at.hello.append(h("h3", {}, t.launch), h("p", {}, t.invite));
        at.wrapper.append(at.panel);
      } else {
        at.launch = h("button", { type: "button", class: "launch", "aria-haspopup": "dialog", onclick: () => this.open() }, icon("brand"), h("span", {}, this.dataset.title || t.launch));
        at.panel.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing) { event.preventDefault(); event.stopPropagation(); if (at.view) this.#back(); else this.close(); } });
        at.panel.addEventListener("cancel", (event) => { event.preventDefault(); if (at.view) this.#back(); else this.close(); });
        at.wrapper.append(at.launch, at.panel);
        at.wrapper.setAttribute("popover", "manual");
      }
      this.#root.replaceChildren(at.wrapper);
      this.#dress();
      // The top layer: no z-index, transform or overflow of the host page reaches it.
      if (!this.inline) at.wrapper.showPopover?.();
      if (was) { this.#show(); this.#begin(); }
    }

    #dress() {
      const { wrapper } = this.#at;
      const dark = this.#dark();
      const accent = colour(this.dataset.color, wrapper) ?? number("#0b5d4b");
      for (const [name, rgb] of Object.entries(palette(accent, dark))) wrapper.style.setProperty(`--${name}`, written(rgb));
      wrapper.style.setProperty("--ring", dark ? "rgb(255 255 255 / .22)" : "rgb(255 255 255 / .7)");
      wrapper.style.setProperty("color-scheme", dark ? "dark" : "light");
    }

    // The widget follows the page it stands on, not the device: a light career page stays light at night.
    #dark() {
      if (this.dataset.theme === "dark" || this.dataset.theme === "light") return this.dataset.theme === "dark";
      for (const place of [document.body, document.documentElement]) {
        const found = place && getComputedStyle(place).backgroundColor.match(/[\d.]+/g)?.map(Number);
        if (found && (found[3] ?? 1) > 0.5) return light(found.slice(0, 3).map((part) => part / 255)) < 0.18;
      }
      // A page that paints no ground of its own has the browser's, in the scheme that it declares.
      const { style } = this.#at.wrapper;
      style.colorScheme = getComputedStyle(document.documentElement).colorScheme;
      return light(colour("Canvas", this.#at.wrapper) ?? WHITE) < 0.18;
    }

    #show() {
      const { panel, launch, box, title } = this.#at;
      const full = matchMedia(NARROW).matches;
      panel.classList.toggle("full", full);
      launch.hidden = true;
      if (full) panel.showModal(); else panel.show();
      this.#fit();
      // On a touch screen focus in the box would bring the keyboard up before anything was read.
      (matchMedia("(pointer: fine)").matches && !box.disabled ? box : title).focus({ preventScroll: true });
    }

    // The part of the screen that the keyboard leaves free.
    #fit() {
      const { panel } = this.#at;
      const seen = window.visualViewport;
      if (!panel?.classList.contains("full") || !seen || seen.scale > 1.05) return;
      panel.style.setProperty("--top", `${seen.offsetTop}px`);
      panel.style.setProperty("--tall", `${seen.height}px`);
    }

    #say(text) { const { live } = this.#at; live.textContent = ""; requestAnimationFrame(() => { live.textContent = text; }); }

    // ---------------------------------------------------------------------------------------------- opening

    #begin() { return (this.#start ??= this.#load()); }

    async #load() {
      const { hello } = this.#at;
      const talk = this.#talk;
      hello.replaceChildren(this.#thinking());
      try {
        const query = new URLSearchParams({ lang: this.#lang(), ...(talk.role ? { role: talk.role } : {}) });
        const given = await (await call(`api/v1/texts?${query}`)).json();
        if (talk !== this.#talk) return;
        this.#about = { ...given, ready: !talk.role || Boolean(given.role) };
        this.#texts = given.texts;
        this.#at.wrapper.lang = given.lang;
        this.#greet();
      } catch (error) {
        if (talk !== this.#talk) return;
        this.#start = null;
        await new Promise((resolve) => setTimeout(resolve, 60));
        if (this.#blocked === "connect-src") this.#frame(); else this.#unreached(error);
      }
    }

    #greet() {
      const { hello, tools, title, tagline, tool, close, box, foot } = this.#at;
      const t = this.#texts;
      const { role, suggestions, ready } = this.#about;
      if (!this.dataset.title) title.textContent = role ? role.name : t.title;
      tagline.textContent = t.tagline;
      tools.replaceChildren(...[tool("new", t.clear, () => this.#clear()), close].filter(Boolean));
      if (!ready) {
        foot.hidden = true;
        hello.replaceChildren(...[h("p", { class: "say" }, t.no_role), this.#person("action strong person")].filter(Boolean));
        this.#say(t.no_role);
        this.#tell("error", { code: "unknown_role" });
        console.warn(`faq-bot: ${HOME} has no documents about the role “${this.#talk.role}”.`);
        return;
      }
      hello.replaceChildren(
        h("h3", {}, t.greeting),
        h("p", {}, role ? fill(t.about_role, { role: role.name }) : t.about_documents, " ", h("strong", {}, t.honesty)),
        this.#questions(t.try, suggestions),
        h("p", { class: "privacy" }, t.privacy),
      );
      this.#more();
      box.placeholder = t.placeholder;
    }

    #unreached(error) {
      const { hello } = this.#at;
      const t = { ...BOOT.en, ...BOOT[this.#lang()] };
      const words = error.code === "offline" ? t.offline : this.#problem(error);
      hello.replaceChildren(
        h("p", { class: "label bad" }, icon("warn"), h("span", {}, t.wrong)),
        h("p", { class: "say" }, words),
        h("div", { class: "actions wide" }, h("button", { type: "button", class: "action strong", onclick: () => this.#begin() }, icon("retry"), t.try_again)),
        h("p", { class: "links" }, this.#out(this.#page(), t.open_page)),
      );
      this.#say(words);
      this.#tell("error", { code: error.code ?? "failed" });
      console.warn(`faq-bot: ${HOME} did not answer. If it runs, ${location.origin} has to be among its allowed origins (FAQBOT_ALLOWED_ORIGINS).`);
    }

    // Where the host page's policy forbids connections, the chat page in a frame may still be allowed.
    #frame() {
      const { body, foot, panel, live } = this.#at;
      const t = { ...BOOT.en, ...BOOT[this.#lang()] };
      foot.hidden = true;
      const frame = h("iframe", { class: "frame", src: this.#page(), title: this.dataset.title || t.title, referrerpolicy: "no-referrer", allow: "clipboard-write" });
      body.replaceWith(frame);
      this.#tell("frame", {});
      setTimeout(() => {
        if (this.#blocked !== "frame-src" && this.#blocked !== "child-src") return;
        frame.replaceWith(h("div", { class: "body" }, h("p", { class: "say" }, t.offline), h("p", { class: "links" }, this.#out(this.#page(), t.open_page))));
        console.warn(`faq-bot: this page's Content-Security-Policy allows neither connections to ${HOME} nor frames of it.`);
      }, 300);
      panel.append(live);
    }

    #page() { return `${HOME}?${new URLSearchParams({ ...(this.#talk.role ? { role: this.#talk.role } : {}), lang: this.#lang() })}`; }
    #out(href, words) { return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, words, icon("out"), h("span", { class: "sr" }, ` ${this.#texts.new_tab}`)); }

    // ---------------------------------------------------------------------------------------------- asking

    #keyed(event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    }

    #typed() {
      const { box } = this.#at;
      const t = this.#texts;
            const length = [...box.value].length;
      box.style.height = "auto";
      box.style.height = `${Math.max(44, box.scrollHeight)}px`;
      this.#refuse(length > LIMIT ? fill(t.too_long ?? "", { length: this.#count(length), limit: this.#count(LIMIT) }) : "");
    }

    #count(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, this.#texts.thousands ?? ""); }

    #refuse(sentence) {
      const { box, error } = this.#at;
      if (error.textContent !== sentence) error.textContent = sentence;
      if (sentence) box.setAttribute("aria-invalid", "true"); else box.removeAttribute("aria-invalid");
    }

    async #submit() {
      const { box } = this.#at;
      const question = box.value.trim();
      this.#typed();
      await this.#begin();
      if (!this.#about.ready) return;
      if (!question) { this.#refuse(this.#texts.empty); box.focus(); return; }
      if (box.hasAttribute("aria-invalid") || this.#talk.going) { box.focus(); return; }
      box.value = "";
      this.#typed();
      await this.#ask(question);
    }

    async #ask(question) {
      if (this.#talk.going) return;
      const t = this.#texts;
      const answer = h("div", { class: "answer" });
      const item = h("li", { class: "turn" }, h("h3", { class: "asked" }, h("span", { class: "sr" }, `${t.you}: `), question), answer);
      this.#at.hello.hidden = true;
      this.#at.log.append(item);
      await this.#answer({ question, item, answer, turns: this.#talk.turns.slice(-KEPT) });
    }

    async #answer(turn) {
      const t = this.#texts;
      const talk = this.#talk;
      const again = turn.answer.contains(this.#root.activeElement);
      const quote = h("div", { class: "quote" });
      const begun = performance.now();
      talk.going = new AbortController();
      turn.answer.replaceChildren(this.#thinking());
      turn.answer.setAttribute("aria-busy", "true");
      if (again) { turn.item.tabIndex = -1; turn.item.focus({ preventScroll: true }); }
      this.#scroll(turn.item);
      this.#say(t.thinking);
      this.#tell("ask", { turn: talk.turns.length + 1 });
      const sentences = [];
      try {
        const body = { question: turn.question, role: this.#about.role?.role ?? null, page: this.#about.lang, conversation: talk.conversation, turns: turn.turns };
        const response = await call("api/v1/ask", { body, accept: "text/event-stream", signal: talk.going.signal });
        let given = null;
        let label = "quoted";
        for await (const [name, data] of events(response)) {
          if (name === "status") {
            // What a language model has said so far gives way to quotes when it breaks off.
            if (data.state === "quoting") { sentences.length = 0; quote.replaceChildren(); }
            label = data.state === "wording" ? "checked" : "quoted";
          } else if (name === "sentence") {
            if (!sentences.length) turn.answer.replaceChildren(this.#label(label, "quote"), quote);
            sentences.push(data);
            quote.append(...quoted(data.text));
          } else if (name === "error") throw new Problem(data.type?.split(":").pop() ?? "failed");
          else if (name === "done") given = data;
        }
        if (!given) throw new Problem("offline");
        this.#answered(turn, given, sentences, again);
        this.#tell("answer", { outcome: given.outcome, citations: given.citations.length, ms: Math.round(performance.now() - begun) });
      } catch (error) {
        if (talk !== this.#talk || talk.going?.signal.aborted) return;
        this.#failed(turn, error, again);
      } finally {
        turn.answer.removeAttribute("aria-busy");
        talk.going = null;
      }
      this.#scroll(turn.item);
    }

    #answered(turn, given, sentences, again) {
      const t = this.#texts;
      const [label, symbol] = LABELS[given.outcome];
      const words = given.answer.split("\n\n")[0];
      const known = given.outcome === "answered";
      if (!turn.answered) {
        turn.answered = true;
        this.#talk.conversation = given.conversation;
        this.#talk.turns = [...this.#talk.turns, turn.question].slice(-KEPT);
        this.#more();
      }
      this.#talk.said = [...this.#talk.said.filter((each) => each.turn !== turn), { turn, question: turn.question, answer: known ? given.answer : words }].slice(-20);
      turn.given = given;
      turn.answer.dataset.outcome = given.outcome;
      turn.answer.dataset.id = given.id;
      turn.answer.lang = given.lang;
      turn.answer.tabIndex = -1;
      turn.sources = [];
      turn.answer.replaceChildren(...[
        this.#label(given.support === "checked" ? "checked" : label, symbol),
        known ? h("div", { class: "quote" }, sentences.map((each) => quoted(each.text, each.citations.map((n) => ["\u00a0", this.#cite(turn, n)])))) : h("p", { class: "say" }, words),
        given.notes.length > 0 && h("ul", { class: "notes", "aria-label": t.notes }, given.notes.filter((each) => each.kind !== "closest").map((each) => h("li", {}, icon("note"), h("span", {}, each.text)))),
        given.closest && h("section", { class: "closest" }, h("h4", { class: "small" }, t.closest), h("div", { class: "quote" }, quoted(given.closest.quote)), this.#sources(turn, [given.closest], true)),
        known && h("section", { class: "sources" }, h("h4", { class: "small" }, t.sources), this.#sources(turn, given.citations, false)),
        given.suggestions.length > 0 && this.#questions(given.outcome === "clarify" ? t.which : given.outcome === "not_in_documents" ? t.instead : t.more, given.suggestions, given.outcome === "clarify" ? turn : null),
        given.abstained && given.outcome !== "clarify" && this.#person("action strong person"),
        this.#actions(turn),
      ].filter(Boolean));
      if (again) turn.answer.focus({ preventScroll: true });
      this.#say(`${t[label]}. ${known ? sentences.map((each) => each.text).join(" ") : words}${given.closest ? ` ${t.closest}. ${given.closest.quote}` : ""}`);
    }

    #failed(turn, error, again) {
      const t = this.#texts;
      const words = this.#problem(error);
      turn.answer.dataset.outcome = "error";
      turn.answer.tabIndex = -1;
      turn.answer.replaceChildren(
        this.#label("wrong", "warn"), h("p", { class: "say" }, words),
        h("div", { class: "actions wide" }, h("button", { type: "button", class: "action strong", onclick: () => this.#talk.going || this.#answer(turn) }, icon("retry"), t.try_again)));
      if (again) turn.answer.focus({ preventScroll: true });
      this.#say(words);
      this.#tell("error", { code: error.code ?? "failed" });
    }

    #problem(error) {
      const t = { ...BOOT.en, ...this.#texts };
      const said = { offline: "offline", too_many: "too_many", busy: "unavailable", not_ready: "unavailable", unknown_role: "unknown_role" }[error.code];
      return fill(t[said ?? (error.values?.status < 500 ? "refused" : "failed")] ?? t.offline, error.values ?? {});
    }

    #label(name, symbol) { return h("p", { class: "label" }, icon(symbol), h("span", {}, this.#texts[name])); }
    #thinking() { return h("p", { class: "thinking" }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), this.#texts.thinking); }

    #questions(title, questions, turn) {
      if (!questions?.length) return null;
      const one = (words) => h("li", {}, h("button", { type: "button", class: "question", onclick: () => (turn ? this.#choose(turn, words) : this.#ask(words)) }, words, icon("chevron")));
      return h("section", { class: "questions" }, h("h4", { class: "small" }, title), h("ul", {}, questions.map(one)));
    }

    // A choice may be a role: then the question is asked again about it. Otherwise it is a question of its own.
    async #choose(turn, words) {
      try {
        const { roles } = await (await call("api/v1/roles")).json();
        const role = roles.find((each) => each.name === words);
        if (role) { this.#about.role = role; this.#at.title.textContent = this.dataset.title || role.name; await this.#ask(turn.question); return; }
      } catch { /* then it is asked as it stands */ }
      await this.#ask(words);
    }

    // One tap to a person, wherever the server has a way to one.
    #person(look) {
      return this.#about.handoff && this.#about.handoff !== "none" ? h("button", { type: "button", class: look, onclick: (event) => this.#handoff(event.currentTarget) }, icon("person"), this.#texts.person) : null;
    }

    #more() {
      const t = this.#texts;
      const begun = this.#talk.conversation && h("button", { type: "button", class: "slim", onclick: (event) => this.#erase(event.currentTarget) }, t.delete);
      this.#at.more.replaceChildren(...[this.#person("slim"), begun].filter(Boolean));
    }

    #clear() {
      this.#talk.going?.abort();
      this.#talk = { turns: [], said: [], conversation: null, role: this.#talk.role, going: null };
      this.#more();
      const { log, hello, box, body } = this.#at;
      log.replaceChildren();
      hello.hidden = false;
      box.value = "";
      this.#typed();
      body.scrollTop = 0;
      box.focus({ preventScroll: true });
      this.#say(this.#texts.cleared);
      this.#tell("clear", {});
    }

    // Something to do beside the conversation: takes the place of it until it is left, by its own button or Escape.
    #view(from, title, ...content) {
      const { body, foot, panel } = this.#at;
      const t = this.#texts;
      this.#at.view?.remove();
      const heading = h("h3", { tabindex: "-1" }, title);
      const view = (this.#at.view = h("section", { class: "body view", tabindex: "0", "aria-label": title },
        h("button", { type: "button", class: "slim", onclick: () => this.#back() }, icon("back"), t.back), heading, content));
      this.#at.from = from ?? this.#at.from;
      body.hidden = foot.hidden = true;
      panel.insertBefore(view, foot);
      heading.focus({ preventScroll: true });
      return view;
    }

    #back() {
      const { body, foot, from, view } = this.#at;
      view?.remove();
      this.#at.view = null;
      body.hidden = false;
      foot.hidden = !this.#about.ready;
      (from?.isConnected ? from : this.#at.title).focus({ preventScroll: true });
    }

    // ---------------------------------------------------------------------------------------------- a person

    async #handoff(from) {
      const t = this.#texts;
      if (this.#about.handoff !== "email" && this.#about.handoff !== "webhook") {
        const view = this.#view(from, t.person, this.#thinking());
        try { this.#offer(await this.#prepare({}), null); } catch (error) { view.lastChild.replaceWith(h("p", { class: "bad" }, this.#problem(error))); }
        return;
      }
      const wish = (this.#talk.wish ??= { reply_to: "", message: "" });
      const field = (name, words, tag, more) => {
        const box = h(tag, { id: id(), class: "field", ...more, oninput: (event) => { wish[name] = event.target.value; } });
        box.value = wish[name];
        return [h("label", { for: box.id, class: "small" }, words), box];
      };
      const wrong = h("p", { class: "error", id: id(), role: "alert" });
      const [label, reply] = field("reply_to", t.reply_to, "input", { autocomplete: "email", maxlength: "200", "aria-describedby": wrong.id, required: true });
      const preview = async (event) => {
        event.preventDefault();
        if (!/^\S+@\S+\.\S+$|^\+?[\d\s().\-/]{6,30}$/.test(wish.reply_to.trim())) {
          wrong.textContent = t.reply_to_wrong;
          reply.setAttribute("aria-invalid", "true");
          reply.focus();
          return;
        }
        try { this.#offer(await this.#prepare(wish), wish); } catch (error) { wrong.textContent = this.#problem(error); }
      };
      this.#view(from, t.person, h("form", { class: "wish", novalidate: true, onsubmit: preview },
        h("p", { class: "hint" }, t.handoff_intro), label, reply, wrong, field("message", t.message, "textarea", { rows: "3", maxlength: "2000" }),
        h("button", { type: "submit", class: "main" }, t.preview)));
    }

    async #prepare(wish, sure = {}) {
      const transcript = this.#talk.said.map(({ question, answer }) => ({ question, answer: answer.slice(0, 9999) }));
      const body = { transcript, role: this.#about.role?.role ?? null, lang: this.#about.lang, conversation: this.#talk.conversation, ...wish, ...sure };
      return (await call("api/v1/handoff", { body })).json();
    }

    // What would be sent, to the letter; `wish` is given where the server sends it, and the visitor's yes is asked for.
    #offer(shown, wish) {
      const t = this.#texts;
      const mail = shown.link?.startsWith("mailto:");
      const way = (look) => shown.link && (mail ? h("a", { class: look, href: shown.link }, t.open_mail) : safe(shown.link) && h("a", { class: look, href: shown.link, target: "_blank", rel: "noopener noreferrer" }, t.open_contact, icon("out")));
      const facts = [shown.hours, shown.promise].filter(Boolean).map((each) => h("p", { class: "hint" }, each));
      const wrong = h("div", { class: "bad", role: "alert" });
      const yes = async (event) => {
        event.currentTarget.disabled = true;
        const button = event.currentTarget;
        try {
          const sent = await this.#prepare(wish, { consent: true, seen: shown.seen });
          this.#talk.wish = null;
          this.#view(null, t.sent, h("p", { class: "say" }, sent.notice), facts, h("button", { type: "button", class: "main", onclick: () => this.#back() }, t.back));
          this.#say(sent.notice);
          this.#tell("handoff", { channel: sent.channel });
        } catch (error) {
          button.disabled = false;
          if (error.code === "handoff_changed") { this.#offer(await this.#prepare(wish), wish); return; }
          wrong.replaceChildren(...[h("p", {}, error.code === "delivery" ? t.handoff_failed : this.#problem(error)), way("action strong")].filter(Boolean));
        }
      };
      this.#view(null, t.person, h("p", { class: "say" }, shown.notice), facts,
        shown.channel !== "page" && h("figure", {}, h("figcaption", { class: "small" }, t.what_is_sent), h("pre", { tabindex: "0" }, `${shown.subject}\n\n${shown.text}`)),
        wrong,
        h("div", { class: "actions wide" },
          wish ? h("button", { type: "button", class: "main", onclick: yes }, t.send_yes) : way("main"),
          wish && h("button", { type: "button", class: "action strong", onclick: () => this.#handoff() }, t.change)));
    }

    // ---------------------------------------------------------------------------------------------- deleting

    #erase(from) {
      const t = this.#texts;
      const wrong = h("p", { class: "bad", role: "alert" });
      const yes = async () => {
        try {
          await call(`api/v1/conversations/${encodeURIComponent(this.#talk.conversation)}`, { method: "DELETE" });
        } catch (error) {
          // Where nothing is recorded there is nothing to delete but what stands here.
          if (![404, 405].includes(error.values?.status)) { wrong.textContent = t.delete_failed; return; }
        }
        this.#back();
        this.#clear();
        this.#say(t.deleted);
        this.#tell("delete", {});
      };
      this.#view(from, t.delete, h("p", { class: "say" }, t.delete_ask), wrong,
        h("div", { class: "actions wide" }, h("button", { type: "button", class: "main", onclick: yes }, t.delete_yes), h("button", { type: "button", class: "action strong", onclick: () => this.#back() }, t.keep)));
    }

    // The question of a new turn goes to the top, so that its answer is read from the beginning.
    #scroll(item) {
      const { body, log } = this.#at;
      const first = item === log.firstElementChild;
      for (const each of log.children) each.style.minHeight = each === item ? `${body.clientHeight - (first ? 36 : 16)}px` : "";
      const top = item.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop;
      body.scrollTo({ top: Math.max(0, top - (first ? 20 : 0)), behavior: calm() ? "auto" : "smooth" });
    }

    // ---------------------------------------------------------------------------------------------- sources

    #cite(turn, n) {
      return h("button", { type: "button", class: "cite", "aria-label": fill(this.#texts.show_source, { n }), onclick: () => this.#reveal(turn, n) }, n);
    }

    async #reveal(turn, n) {
      const source = turn.sources.find((each) => each.citations.some((one) => one.n === n));
      await this.#open(turn, source, true, n);
      source.button.focus({ preventScroll: true });
      (source.box.querySelector(`mark[data-n="${n}"]`) ?? source.box).scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
    }

    // One source a section: eight items of one list are one passage with eight marks.
    #sources(turn, citations, alone) {
      const t = this.#texts;
      const sections = new Map();
      for (const each of citations) { const key = JSON.stringify([each.source, each.heading]); sections.set(key, [...(sections.get(key) ?? []), each]); }
      return [...sections.values()].map((cited) => {
        const [{ heading, title, reviewed }] = cited;
        const path = (heading.length > 1 && heading[0] === title ? heading.slice(1) : heading).filter(Boolean);
        const steps = path.length ? path : [title];
        const source = { citations: cited, alone, loaded: null };
        source.box = h("div", { class: "passage", id: id(), hidden: true });
        source.button = h("button", { type: "button", class: "place", "aria-expanded": "false", "aria-controls": source.box.id, onclick: () => this.#open(turn, source, source.box.hidden) },
          !alone && h("span", { class: "ns" }, cited.map((each) => h("span", { class: "n" }, h("span", { class: "sr" }, `${fill(t.source, { n: "" })} `), each.n))),
          h("span", { class: "path" }, h("b", {}, steps.join(" › ")), h("small", {}, [path.length ? title : null, reviewed && fill(t.reviewed, { date: this.#date(reviewed) })].filter(Boolean).join(" · "))), icon("chevron"));
        turn.sources.push(source);
        return h("div", { class: "source" }, source.button, source.box);
      });
    }

    async #open(turn, source, wanted, n = source.citations[0].n) {
      source.button.setAttribute("aria-expanded", String(wanted));
      source.box.hidden = !wanted;
      if (!wanted) return;
      if (!source.loaded) source.box.replaceChildren(this.#thinking());
      source.loaded ??= this.#passage(turn, source);
      await source.loaded;
      for (const mark of source.box.querySelectorAll("mark")) mark.classList.toggle("other", Number(mark.dataset.n) !== n);
      this.#tell("source", { n });
    }

    async #passage(turn, source) {
      const t = this.#texts;
      const [first] = source.citations;
      const path = first.source.split("/").map(encodeURIComponent).join("/");
      let blocks = null;
      try {
        const spans = source.citations.map((each) => `&span=${each.n}-${each.start}-${each.end}`).join("");
        const found = await (await call(`api/v1/sources/${path}?${spans.slice(1)}`)).json();
        // The document may have been replaced since: only words that stand there are shown as standing there.
        const text = [...found.text];
        if (source.citations.every((each) => text.slice(each.start, each.end).join("") === each.quote)) blocks = found.passage;
      } catch { source.loaded = null; }
      const shown = blocks
        ? shaped(blocks.map((block) => ({ item: block.kind === "item", content: block.pieces.map((piece) => (piece.n ? h("mark", { "data-n": piece.n }, inline(piece.text)) : inline(piece.text))) })))
        : source.citations.map((each) => quoted(each.quote));
      const here = `${HOME}documents/${path}?start=${first.start}&end=${first.end}&lang=${this.#lang()}#quote`;
      const page = safe(first.url);
      source.box.replaceChildren(
        h("blockquote", {}, shown),
        h("p", { class: "links" }, this.#out(here, source.alone ? t.open_passage : t.open_document), page && this.#out(page, t.public_page)));
    }

    #date(iso) {
      const t = this.#texts;
      const [year, month, day] = iso.split("-").map(Number);
      return fill(t.date, { day: day === 1 ? t.first : day, month: t.months.split(" ")[month - 1], year });
    }

    // ---------------------------------------------------------------------------------------------- below an answer

    #actions(turn) {
      const t = this.#texts;
      const { given } = turn;
      if (!this.#about.days || !["answered", "not_in_documents"].includes(given.outcome)) return null;
      const done = h("span", { class: "done" });
      const pressed = (button, on) => button.setAttribute("aria-pressed", String(on));
      const send = async (helpful, reason) => {
        try {
          await call("api/v1/feedback", { body: { answer: given.id, conversation: given.conversation, helpful, ...(reason ? { reason } : {}) } });
          thumbs.forEach((each, place) => pressed(each, helpful === (place === 0)));
          reasons.forEach((each) => pressed(each, each.dataset.reason === reason));
          why.hidden = helpful;
          why.scrollIntoView({ block: "nearest" });
          done.className = "done";
          done.textContent = t.thanks;
          this.#tell("feedback", { helpful, reason: reason ?? null });
        } catch {
          done.className = "done bad";
          done.textContent = t.feedback_failed;
        }
        this.#say(done.textContent);
      };
      const thumbs = [["up", t.helpful, true], ["down", t.unhelpful, false]].map(([name, words, helpful]) =>
        h("button", { type: "button", class: "action", "aria-pressed": "false", "aria-label": words, title: words, onclick: () => send(helpful) }, icon(name)));
      const reasons = ["wrong", "incomplete", "outdated"].map((reason) =>
        h("button", { type: "button", class: "reason", "aria-pressed": "false", "data-reason": reason, onclick: () => send(false, reason) }, t[`reason_${reason}`]));
      const why = h("div", { class: "why", role: "group", "aria-label": t.why, hidden: true }, h("span", {}, t.why), reasons);
      return h("div", {}, h("div", { class: "actions" }, thumbs, done), why);
    }
  }

  customElements.define("faq-bot", FaqBot);

  // ------------------------------------------------------------------------------------------------ the one line

  // The script makes the element, unless the page has one of its own (or says that it will: data-manual).
  function place() {
    if (!script || "manual" in script.dataset || document.querySelector("faq-bot")) return;
    const made = document.createElement("faq-bot");
    for (const name of OPTIONS) if (name in script.dataset) made.dataset[name] = script.dataset[name];
    if (made.inline) script.after(made); else document.body.append(made);
    if ("open" in script.dataset) made.open();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", place, { once: true }); else place();
})();
