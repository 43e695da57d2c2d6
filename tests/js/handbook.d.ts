// What the compiler is told of our scripts and their pages (npm run types). Nothing of this is published.

/** What the scripts give one another: page.js makes it, each of the others adds its own part. */
interface Handbook {
  /** Language of the page: es or en. */
  language: string;
  /** Address of the site's root, with a slash at its end. */
  base: string;
  /** Fetch a script by its name, once. */
  load(name: string): Promise<unknown>;
  /** An element with attributes (none for false, null and undefined; a function for "on…") and children. */
  make<K extends keyof HTMLElementTagNameMap>(
    tag: K,
    attributes?: Record<string, string | number | boolean | null | undefined | ((event: any) => void)>,
    ...children: (Node | string)[]
  ): HTMLElementTagNameMap[K];
  /** Set one of the reader's settings and save it. */
  choose(setting: "theme" | "search-key" | "training", value: string): void;
  /** Show what is at the top of the page. */
  ready(): void;
  fold?: { reveal(element: Element | null): boolean };
  /** Close rows on a phone; gives the button that opens them. ``opened`` is told whether it was the button. */
  openable?(rest: HTMLElement, label: string, opened?: (byButton: boolean) => void): HTMLButtonElement;
  text?: { fold(text: string): string; wordsOf(text: string): string[] };
  saved?: {
    drawer(kind: string, isSound: (field: string, value: unknown) => boolean): Drawer;
    isSafe(): boolean;
    line(kind: string, kept: string, download: () => void): HTMLElement;
    forgetButton(): HTMLButtonElement;
    newId(): string;
    put(control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void;
    settings: Drawer;
  };
  device?: {
    fileName(title: string): string;
    download(name: string, content: string | Blob, type: string): void;
    pickFile(then: (text: string) => void): void;
    ask(title: string, text: string, answers: Record<string, string>): Promise<string>;
    copy(text: string): Promise<boolean>;
    pack(value: unknown): Promise<string>;
    unpack(text: string): Promise<any>;
    printOnly(element: HTMLElement): void;
  };
  /** What the scripts of one tool give one another. */
  [part: string]: any;
}

/** What is saved of one kind of thing. A change gives what undoes it. */
interface Drawer {
  kind: string;
  fields(): Record<string, any>;
  set(changes: Record<string, unknown>): () => void;
  /** All of the changes or, for want of space, none: then null. */
  setAll(changes: Record<string, unknown>): (() => void) | null;
  onChange(listener: (fields: Set<string>) => void): void;
}

interface Window {
  handbook: Handbook;
}
declare const handbook: Handbook;

// What our scripts look for, and what an event happens to, is an element of the kind that the selector says.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Document {
  getElementById(id: string): any;
}
interface EventTarget {
  closest(selectors: string): any;
}
