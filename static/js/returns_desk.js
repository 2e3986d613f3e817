/* The returns desk by keyboard: number keys choose, a scanner finds. Without this file every sheet
   and the scan box work by tapping, Tab and Enter. */

const isTyping = (element) => element.matches("input:not([type=radio]), textarea, select");
const box = document.querySelector("[data-scan]");
const units = [...document.querySelectorAll(".desk-unit[data-keys]")];

const chosen = (unit, value) => unit.querySelector(`input[value=${value}]:checked`);
const isDone = (unit) =>
  [...unit.querySelectorAll("[role=radiogroup]")]
    .every((group) => group.querySelector(":checked") || (group.matches(".desk-why") && !chosen(unit, "refused")));

/* The unit in hand is the one with the focus, else the first of which something is still to say. */
const inHand = () =>
  document.activeElement.closest(".desk-unit[data-keys]") ?? units.find((unit) => !isDone(unit)) ?? units[0];

function choose(radio) {
  radio.click();
  radio.focus();
  const unit = radio.closest(".desk-unit"), next = units[units.indexOf(unit) + 1];
  if (!isDone(unit) || !next) return;
  next.querySelector("input:checked, input").focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (units.length) {
    const keys = [...inHand().querySelectorAll("input[data-key]")];
    const radio = keys.find((one) => one.dataset.key === event.key && one.checkVisibility());
    if (!radio) return;
    event.preventDefault();
    choose(radio);
  } else if (box && /^[\w-]$/.test(event.key)) {
    box.focus(); // a scanner types wherever the focus is; the key lands in the box
  }
});

/* What is resellable passes unless something else was said: one tap less for most garments. */
document.addEventListener("click", ({ target }) => {
  if (target.value !== "resellable") return;
  const unit = target.closest(".desk-unit[data-keys]");
  if (unit && !["passed", "unsound", "refused"].some((value) => chosen(unit, value)))
    unit.querySelector("input[value=passed]").checked = true;
});

/* On the desk Enter goes on: to the sheet of the next step, never to something that is done at once. */
if (!units.length && document.activeElement === document.body)
  document.querySelector('.desk-head a[data-kind="first"]')?.focus({ preventScroll: true });
