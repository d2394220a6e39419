// On every page: shows what needs a script, loads others when they are needed, and copies, searches and prints.
"use strict";
(function (site) {
  document.documentElement.classList.add("js");
  const own = document.currentScript.src;
  site.assets = own.slice(0, own.lastIndexOf("/") + 1);
  site.root = new URL("../", site.assets).href;
  site.language = document.documentElement.lang;

  const inPage = new Set([...document.scripts].map((script) => script.src)), loading = new Map();
  // Load scripts of the folder of assets, one after the other. Each is loaded once.
  site.load = (...names) => names.reduce((before, name) => before.then(() => site.loadFrom(site.assets + name)), Promise.resolve());

  // Load a script of the site.
  site.loadFrom = (address) => {
    if (inPage.has(address)) return Promise.resolve();
    if (!loading.has(address)) {
      loading.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => {
          loading.delete(address); // the next time tries again
          reject(new Error(`${address} cannot be loaded`));
        });
        document.head.append(script);
      }));
    }
    return loading.get(address);
  };

  // Return the words of a part of the page.
  site.words = (section) => JSON.parse(document.getElementById(`words-${section}`)?.textContent ?? "{}");
  site.number = (number) => number.toLocaleString(site.language, { useGrouping: true });
  // Return a word with a number in the right plural form, and with other values.
  site.counted = (forms, number, values = {}) => {
    const form = forms[new Intl.PluralRules(site.language).select(number)] ?? forms.other;
    return site.filled(form, { n: site.number(number), ...values });
  };
  site.filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  // Return an element. given: attributes; those that are undefined or false are left out. children: elements and texts.
  site.element = (name, given = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(given)) {
      if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== undefined && child !== ""));
    return element;
  };

  // Offer content to be saved as a file.
  site.download = (name, content, type) => {
    const address = URL.createObjectURL(new Blob([content], { type }));
    site.element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };

  // A status that screen readers read out.
  let status;
  site.announce = (text) => {
    if (!status) document.body.append((status = site.element("div", { class: "vh", role: "status", "aria-live": "polite" })));
    status.textContent = text;
  };

  // Copy a text. Pages that are opened as files have no clipboard; there, the text is copied as a selection is.
  site.copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = site.element("textarea", { class: "vh", "aria-hidden": "true", tabindex: "-1" });
      const before = document.activeElement;
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      before?.focus();
      if (!done) throw new Error("the browser does not allow to copy");
    }
  };

  const textOf = (button) => {
    if (button.dataset.copyText !== undefined) return button.dataset.copyText;
    const element = document.querySelector(button.dataset.copy);
    return (element.value ?? element.textContent).trim();
  };

  async function copyBy(button) {
    const word = button.textContent;
    try {
      await site.copy(textOf(button));
      if (button.dataset.done) {
        button.textContent = button.dataset.done;
        site.announce(button.dataset.done);
      }
    } catch {
      const element = button.dataset.copy && document.querySelector(button.dataset.copy);
      if (element) getSelection().selectAllChildren(element); // ready for the keys that copy
    }
    setTimeout(() => (button.textContent = word), 2000);
  }

  const buttons = "[data-copy], [data-copy-text]";
  document.querySelectorAll(buttons).forEach((button) => (button.hidden = false));
  document.addEventListener("click", (event) => {
    const button = event.target.closest(buttons);
    if (button && !button.classList.contains("busy")) {
      button.classList.add("busy");
      copyBy(button).finally(() => setTimeout(() => button.classList.remove("busy"), 2000));
    }
  });

  // Link what a server has besides the files of the site. It says so with the pages that have such links.
  if (performance.getEntriesByType("navigation")[0]?.serverTiming?.some(({ name }) => name === "sparql")) {
    for (const place of document.querySelectorAll("[data-served]")) {
      place.replaceChildren(site.element("a", { href: site.root + place.dataset.served }, place.textContent));
      place.hidden = false;
    }
  }

  // Unfold what an address leads to, where the browser does not.
  const unfold = () => {
    const target = document.querySelector(":target");
    for (let folded = target?.closest("details:not([open])"); folded; folded = target.closest("details:not([open])")) {
      folded.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", unfold);
  unfold();

  // Print what is folded.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    opened.forEach((details) => (details.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((details) => (details.open = false)));

  const isTyping = (element) => element.isContentEditable || /^(?:input|textarea|select)$/i.test(element.tagName);
  const field = document.querySelector(".find input");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const wanted = document.getElementById("query") ?? field;
    if (!wanted) return;
    event.preventDefault();
    wanted.focus();
    wanted.select();
  });
  field?.addEventListener("focus", () => {
    site.load("folding.js", "name-index.js", "search-index.js", "search-box.js").then(() => site.searchBox(field), () => {});
  }, { once: true });
})((globalThis.site ??= {}));
