/* Everything the shop adds to plain HTML and htmx. Without this file each page still works. */

const root = document.documentElement;
const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1];

/* ── The token ───────────────────────────────────────────────────────────────────────────────
   Cached pages carry no CSRF token. It comes from the cookie when something is sent. */

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = cookie("csrftoken") ?? "";
});

function addToken(form) {
  const token = cookie("csrftoken");
  if (!token || form.elements.csrfmiddlewaretoken) return;
  if (new URL(form.action).origin !== location.origin) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "csrfmiddlewaretoken", value: token });
  form.append(field);
}

/* ── One press, one request ──────────────────────────────────────────────────────────────────
   The pressed button keeps its width and its focus, and is let go when the answer, or the page,
   comes back; after ten seconds in any case, for the press that led nowhere. */

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post") return;
  if (form.ariaBusy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  addToken(form);
  form.ariaBusy = "true";
  if (submitter) {
    submitter.style.minInlineSize = `${submitter.offsetWidth}px`;
    submitter.ariaBusy = "true";
  }
  setTimeout(release, 10000, form);
}, { capture: true });

function release(form) {
  if (!form) return;
  form.ariaBusy = null;
  for (const button of [...form.elements].filter((button) => button.ariaBusy)) {
    button.ariaBusy = null;
    button.style.minInlineSize = "";
  }
}

document.addEventListener("htmx:afterRequest", ({ detail: { elt } }) => release(elt.form ?? elt.closest("form")));

/* One form whose buttons lie all over the page, each with an address of its own: htmx need not
   look through hundreds of forms when the page opens. */

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.hasAttribute("data-each") || !cookie("csrftoken")) return; // then it is asked once more
  event.preventDefault();
  htmx.ajax("POST", submitter.formAction, { source: submitter, swap: "none" });
});

/* ── Saying things ───────────────────────────────────────────────────────────────────────────
   One live region. The server speaks through it with the header `HX-Trigger: {"say": "…"}`. */

const voice = document.getElementById("say");
let silence;

function say(words) {
  voice.textContent = words;
  clearTimeout(silence);
  silence = setTimeout(() => (voice.textContent = ""), 6000);
}

document.addEventListener("say", ({ detail }) => say(detail.value));
document.addEventListener("htmx:sendError", () => say(voice.dataset.offline));
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // A refusal belongs in its place on the page; a whole error page does not.
  if (detail.xhr.status < 400 || !/^\s*<!doctype/i.test(detail.serverResponse)) return;
  detail.shouldSwap = false;
  say(voice.dataset.fault);
});

/* What the visitor opened stays open when its part of the page comes anew. */
let opened = [];
document.addEventListener("htmx:beforeSwap", ({ target }) => {
  opened = [...target.querySelectorAll("details[open] > summary[id]")].map(({ id }) => id);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const id of opened) document.getElementById(id)?.parentElement.setAttribute("open", "");
});

let wait;
document.addEventListener("htmx:beforeRequest", () => {
  clearTimeout(wait);
  wait = setTimeout(() => document.body.classList.add("waiting"), 400);
});
document.addEventListener("htmx:afterRequest", () => {
  clearTimeout(wait);
  document.body.classList.remove("waiting");
});

/* ── Dialogs ─────────────────────────────────────────────────────────────────────────────────
   A link with data-opens shows that dialog instead of going there; the bag's drawer opens when its
   content arrives. */

const show = (dialog) => dialog && !dialog.matches(":modal") && dialog.showModal();

document.addEventListener("click", (event) => {
  const { target } = event;
  const opener = target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    show(document.getElementById(opener.dataset.opens));
    document.getElementById(opener.dataset.at)?.scrollIntoView();
  } else if (target.closest(":is(.gallery, .zoom) [href^='#']")) {
    // The picture moves into view, the page and its address stay where they are.
    event.preventDefault();
    document.querySelector(target.closest("a").hash).scrollIntoView({ block: "nearest" });
  } else if (target.matches("dialog:modal") || target.closest("[data-close]")) {
    target.closest("dialog").close();
  }
});

document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
  if (target.id === "bag-panel") show(target.closest("dialog"));
  // A link that brought more leads on to where its address points.
  const { hash } = detail.requestConfig?.elt ?? {};
  if (hash) document.querySelector(`${hash} a`)?.focus({ preventScroll: true });
  [...target.querySelectorAll("[autofocus]")].at(-1)?.focus();
});

/* ── Searching while typing ──────────────────────────────────────────────────────────────────
   Arrows walk through the suggestions, Enter takes the one reached. What this browser looked for
   stays in this browser. */

document.addEventListener("keydown", (event) => {
  const { target: field, key } = event;
  if (field.role !== "combobox" || !/^(Arrow(Up|Down)|Enter)$/.test(key)) return;
  const options = [...document.querySelectorAll("#suggested [role=option]")];
  const at = options.findIndex(({ id }) => id === field.getAttribute("aria-activedescendant"));
  if (key === "Enter") {
    if (at < 0) return;
    options[at].click();
  } else {
    const next = (at + (key === "ArrowDown" ? 1 : -1 - (at < 0 ? -1 : 0)) + options.length) % options.length;
    options.forEach((option, n) => (option.ariaSelected = n === next));
    options[next]?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[next]?.id ?? "");
  }
  event.preventDefault();
});

const recent = document.getElementById("recent");

function searches(more) {
  try {
    const known = JSON.parse(localStorage.searches ?? "[]");
    if (more) localStorage.searches = JSON.stringify([...new Set([more, ...known])].slice(0, 6));
    return known;
  } catch {
    return []; // a browser that keeps nothing
  }
}

document.addEventListener("submit", ({ target }) => {
  const words = target.role === "search" && target.elements.q.value.trim();
  if (words) searches(words);
});

recent?.querySelector("button").addEventListener("click", () => {
  localStorage.removeItem("searches");
  recent.hidden = true;
});

function remember() {
  const links = searches().map((words) => {
    const link = Object.assign(document.createElement("a"), { className: "chip", textContent: words });
    link.href = `${recent.closest("dialog").querySelector("form").action}?q=${encodeURIComponent(words)}`;
    return link;
  });
  recent.hidden = !links.length;
  recent.querySelector(".row").replaceChildren(...links);
}

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id !== "suggestions") return;
  const field = document.getElementById("search-q");
  field.ariaExpanded = String(!!document.getElementById("suggested"));
  field.removeAttribute("aria-activedescendant");
  if (field.value) recent.hidden = true;
  else remember();
});

/* ── A size first ────────────────────────────────────────────────────────────────────────────
   The words stand at the sizes, in place of the browser's bubble, until one is chosen. */

document.addEventListener("invalid", (event) => {
  const sizes = event.target.closest(".size-picker");
  if (!sizes) return;
  event.preventDefault();
  sizes.dataset.state = "bad";
  sizes.setAttribute("aria-describedby", sizes.querySelector(".field-error").id);
  sizes.querySelector("input").focus();
}, { capture: true });

document.addEventListener("change", ({ target }) => {
  const large = target.closest(".zoom label"); // a picture seen closer is seen from its middle
  large?.scrollTo((large.scrollWidth - large.clientWidth) / 2, large.scrollHeight / 4);
  const sizes = target.closest(".size-picker");
  if (!sizes) return;
  delete sizes.dataset.state;
  sizes.removeAttribute("aria-describedby");
  if (target.dataset.url) history.replaceState(history.state, "", target.dataset.url);
});

/* ── An answer that asks on ──────────────────────────────────────────────────────────────────
   On a small screen what it asks stands below the other answers, so a tap brings it into view. Who
   walks through the answers by keyboard stays where they are. */

document.addEventListener("change", ({ target }) => {
  const [first] = (target.dataset.asks ?? "").split(" ");
  if (!first || target.matches(":focus-visible")) return;
  target.closest(".why, .way")?.querySelector(`.asked[data-for="${first}"]`)?.scrollIntoView({ block: "center" });
});

/* ── The code from the message ───────────────────────────────────────────────────────────── */

document.addEventListener("input", ({ target }) => {
  if (target.autocomplete !== "one-time-code") return;
  target.value = target.value.replace(/\D/g, "");
  if (target.value.length === 6) target.form.requestSubmit();
});

/* ── Not yet ─────────────────────────────────────────────────────────────────────────────────
   A button that may be pressed in so many seconds counts them; the server would say no before. */

for (const button of document.querySelectorAll("[data-wait]")) {
  const words = button.textContent, until = Date.now() + button.dataset.wait * 1000;
  const timer = setInterval(count, 1000);
  function count() {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${words} in ${left} s` : words;
    if (left <= 0) clearInterval(timer);
  }
  count();
}

/* ── What this visitor has a past with ─────────────────────────────────────────────────────────
   A part with data-cookie is asked for only where that cookie is. The header's heart knows what is
   saved, and every other heart is told by it. The browser itself remembers what it saw last. */

document.addEventListener("htmx:load", ({ target }) => {
  for (const part of target.querySelectorAll("[data-cookie]")) {
    if (cookie(part.dataset.cookie)) part.dispatchEvent(new Event("remembered"));
  }
  const saved = document.getElementById("wishes")?.dataset.saved.split(" ") ?? [];
  for (const heart of document.querySelectorAll("[data-heart]")) {
    heart.ariaPressed = saved.includes(heart.dataset.heart);
    heart.value = heart.ariaPressed === "true" ? 0 : 1;
  }
});

const shown = document.querySelector("[data-product]")?.dataset.product;
if (shown) {
  const others = (cookie("seen") ?? "").split(".").filter((id) => id && id !== shown);
  document.cookie = `seen=${[shown, ...others].slice(0, 8).join(".")};path=/;max-age=7776000;samesite=lax`;
}

/* ── The page comes back, the theme changes, the card grows ──────────────────────────────── */

addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  document.querySelectorAll("form[aria-busy]").forEach(release);
  document.querySelectorAll(".card .media").forEach((cloth) => (cloth.style.viewTransitionName = ""));
  document.body.dispatchEvent(new Event("restored"));
});

document.addEventListener("click", ({ target }) => {
  const choice = target.closest(".theme-switch button")?.value;
  if (choice === "system") delete root.dataset.theme;
  else if (choice) root.dataset.theme = choice;
  const cloth = target.closest(".card h3 a")?.closest(".card").querySelector(".media");
  if (cloth) cloth.style.viewTransitionName = "cloth";
});

/* The buy bar stands in for the buy button once that has left the top of the screen. */
const bar = document.querySelector(".buy-bar[data-shown]");
const buy = document.getElementById("buy");
if (bar && buy) {
  new IntersectionObserver(([{ isIntersecting, boundingClientRect }]) => {
    bar.dataset.shown = !isIntersecting && boundingClientRect.top < 100;
  }, { rootMargin: "-64px 0px 0px" }).observe(buy);
}
