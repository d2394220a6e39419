// The list below the search field in the head of a page: a combobox with a list (WAI-ARIA Authoring Practices).
"use strict";
(function (site) {
  const SHOWN = 7;
  const ID = "suggestions";

  site.searchBox = async (field) => {
    const form = field.form, index = await site.searchIndex(), words = index.boxWords;
    const list = site.element("ul", { id: ID, role: "listbox", class: "suggest", "aria-label": words.label, hidden: true });
    form.append(list);
    const state = { role: "combobox", "aria-autocomplete": "list", "aria-controls": ID, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(state)) field.setAttribute(name, value);
    let active = -1;

    const options = () => [...list.children];
    const activate = (place) => {
      active = place;
      options().forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
      if (place < 0) field.removeAttribute("aria-activedescendant");
      else {
        field.setAttribute("aria-activedescendant", options()[place].id);
        options()[place].scrollIntoView({ block: "nearest" });
      }
    };
    const close = () => {
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      activate(-1);
    };
    const all = () => `${form.action}?${new URLSearchParams({ q: field.value })}`;

    const update = () => {
      const query = field.value.trim();
      if (!query) return close();
      let found = index.findThings(query);
      if (!found.length) [found] = index.findSome(query);
      const hits = found.slice(0, SHOWN).map(({ thing, name, way }) => {
        const { text, language } = index.shown(thing.labels);
        const kind = thing.kind < 0 ? undefined : index.shown(index.head.kinds[thing.kind]);
        const notes = [];
        if (name !== text) notes.push(site.element("span", { lang: index.languageOf(thing, name) }, name));
        if (kind) notes.push(site.element("span", { lang: kind.language }, kind.text));
        if (way === site.ways.HEARD || way === site.ways.SOUND) notes.push(words.by_sound);
        const note = notes.flatMap((one, place) => (place ? [" · ", one] : [one]));
        const content = [site.element("b", { lang: language }, text), " ", site.element("span", { class: "soft" }, note)];
        return [index.href(thing.address), content];
      });
      hits.push([all(), [site.filled(words.all, { q: query })]]);
      list.replaceChildren(...hits.map(([href, content], place) =>
        site.element("li", { role: "option", id: `${ID}-${place}`, "aria-selected": "false", "data-href": href }, content)));
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      activate(-1);
      site.announce(found.length ? site.counted(words.count, found.length) : words.none);
    };

    field.addEventListener("input", update);
    field.addEventListener("keydown", (event) => {
      const size = list.hidden ? 0 : list.children.length;
      if (event.key === "Escape" && size) {
        event.preventDefault(); // else the browser empties the field
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && field.value.trim()) {
        event.preventDefault();
        if (!size) update();
        // Around through the options, and the field itself between the last one and the first.
        const places = list.children.length + 1, step = event.key === "ArrowDown" ? 1 : -1;
        activate(((active + 1 + step + places) % places) - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        location.href = options()[active].dataset.href;
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-href]");
      if (option) location.href = option.dataset.href;
    });
    field.addEventListener("blur", close);
    if (document.activeElement === field && field.value) update();
  };
})((globalThis.site ??= {}));
