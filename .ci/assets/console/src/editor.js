// The editor: CodeMirror in a shadow root, where its style sheets are constructed ones, which a strict Content Security Policy allows.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--first)" },
  { tag: tags.variableName, color: "var(--second-text)" },
  { tag: tags.comment, color: "var(--soft)" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", fontSize: "14.6px", height: "100%" },
  "&.cm-focused": { outline: "3px solid var(--first)", outlineOffset: "-3px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: "11px 0", caretColor: "var(--ink)" },
  ".cm-gutters": { background: "none", color: "var(--soft)", borderRight: "1px solid var(--hair)" },
  ".cm-gutterElement": { minWidth: "30px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--hair)" },
  "&.cm-focused .cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { background: "var(--rule) !important" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { background: "var(--rule)", color: "inherit" },
  ".cm-tooltip": { background: "var(--raise)", border: "1px solid var(--edge)", color: "var(--ink)", fontFamily: "var(--sans)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxWidth: "min(640px, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", minHeight: "24px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--ink)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", fontFamily: "var(--sans)", opacity: ".85" },
  ".cm-diagnostic": { padding: "6px 10px" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--clash)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--edge)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--clash)", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline dotted var(--edge)", textUnderlineOffset: "3px" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--clash)" },
});

/**
 * Replace a selection by what is typed. Left to itself, Chromium would keep the look of the old text with an inline style, which the policy
 * of the page forbids. Handlers of input, such as those that close brackets, come first.
 */
function replaceSelection(event, view) {
  const { from, to, empty } = view.state.selection.main;
  if (event.inputType !== "insertText" || !event.data || empty || view.composing || view.state.readOnly) return false;
  const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  event.preventDefault();
  if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, insert))) view.dispatch(insert());
  return true;
}

/**
 * Make the editor below a host element. complete: a source of completions. changed: called after a change of the text. moved: called
 * after a move of the cursor. run: called for Ctrl+Enter. name: what the editor is called. phrases: translations.
 */
export function makeEditor({ host, complete, changed, moved, run, name, help, phrases }) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const extensions = [
    lineNumbers(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    bracketMatching(),
    closeBrackets(),
    indentUnit.of("  "),
    EditorState.tabSize.of(2),
    EditorView.lineWrapping,
    EditorState.phrases.of(phrases),
    sparql(),
    syntaxHighlighting(COLOURS),
    LOOK,
    autocompletion({ override: [complete], icons: false, maxRenderedOptions: 60 }),
    EditorView.domEventHandlers({ beforeinput: replaceSelection }),
    keymap.of([
      { key: "Mod-Enter", run: () => (run(), true) },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...historyKeymap,
      ...lintKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    EditorView.contentAttributes.of({ "aria-label": name, "aria-description": help, spellcheck: "false", autocapitalize: "off" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) moved(update.state.doc.toString(), update.state.selection.main.head);
    }),
  ];
  const view = new EditorView({ state: EditorState.create({ doc: "", extensions }), parent: root, root });
  return {
    view,
    text: () => view.state.doc.toString(),
    cursor: () => view.state.selection.main.head,
    focus: () => view.focus(),
    set(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    /** Mark problems: `{from, to, severity, message}`. show: whether to move the cursor to the first. */
    mark(problems, show = false) {
      const length = view.state.doc.length;
      const places = problems.map((one) => ({ ...one, from: Math.min(one.from, length), to: Math.min(one.to, length) }));
      view.dispatch(setDiagnostics(view.state, places));
      if (show && places.length) view.dispatch({ selection: { anchor: places[0].from }, scrollIntoView: true });
    },
  };
}
