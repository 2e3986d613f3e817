/* The checkout's own: sections that fold once they are complete, and Razorpay over the page.
   Without this file every section is open and the payment is a form to Razorpay's page. */

/* ── Sections ────────────────────────────────────────────────────────────────────────────── */

const folds = [...document.querySelectorAll(".fold")];
const isShown = (element) => element.offsetParent !== null;
const fieldsOf = (fold) =>
  [...fold.querySelectorAll("input:not([type=hidden]), select")].filter(isShown);

/* Nothing chosen among radios is not complete, though no single one of them is required. */
const isComplete = (fold) => {
  const fields = fieldsOf(fold);
  const radios = fields.filter(({ type }) => type === "radio");
  return (
    fields.length > 0 &&
    !fold.querySelector(".field-error, [data-state=bad]") &&
    fields.every((field) => field.checkValidity()) &&
    (!radios.length || radios.some(({ checked }) => checked))
  );
};

const wordsOf = (fold) =>
  fieldsOf(fold)
    .map((field) => {
      if (field.type === "radio") return field.checked ? field.closest("label").innerText : "";
      return field.selectedOptions ? field.selectedOptions[0]?.text : field.value;
    })
    .map((words) => words.replace(/\s*\n\s*/g, ", ").trim())
    .filter(Boolean)
    .join(" · ");

function close(fold) {
  fold.querySelector(".fold-said").textContent = wordsOf(fold);
  fold.open = false;
}

document.querySelectorAll("[data-next]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const fold = button.closest(".fold");
    const wrong = fieldsOf(fold).find((field) => !field.checkValidity());
    if (wrong) return wrong.reportValidity();
    if (!isComplete(fold)) return;
    const next = folds[folds.indexOf(fold) + 1];
    close(fold);
    next.open = true;
    next.querySelector("summary").focus();
    fold.scrollIntoView({ block: "nearest" });
  });
});

/* What is known already is folded away, up to the first question that is open. */
if (folds.length && !document.querySelector(".error-summary")) {
  for (const fold of folds.slice(0, -1)) {
    if (!isComplete(fold)) break;
    close(fold);
  }
}

/* An answer may come after the next choice was made: what was chosen last stays chosen, until an
   answer does not offer it any more; else it would come back without its fee in the total. */
const chosen = {};
document.addEventListener("change", ({ target }) => {
  if (target.type === "radio") chosen[target.name] = target.id;
});
document.addEventListener("htmx:oobAfterSwap", () => {
  for (const [name, id] of Object.entries(chosen)) {
    const radio = document.getElementById(id);
    if (!radio || radio.disabled) delete chosen[name];
    else radio.checked = true;
  }
});

/* The sixth digit of a PIN code is asked about at once; a mended field is wrong no longer. */
document.addEventListener("input", ({ target }) => {
  const field = target.closest(".field[data-state=bad]");
  if (field && target.value && target.checkValidity()) {
    delete field.dataset.state;
    field.querySelector(".field-error")?.remove();
    target.ariaInvalid = null;
  }
  if (target.name !== "pin_code") return;
  const pin = target.value.replace(/\D/g, "");
  if (pin.length === 6 && pin !== target.dataset.asked) {
    target.dataset.asked = pin;
    target.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

/* ── Paying ──────────────────────────────────────────────────────────────────────────────── */

const form = document.getElementById("razorpay");

function bring(script) {
  return new Promise((resolve) => {
    const element = document.createElement("script");
    element.onload = () => resolve(true);
    element.onerror = () => resolve(false);
    element.src = script;
    document.head.append(element);
  });
}

/* Back to the shop as the gateway's own page would come: with the proof, or to be told what failed. */
function comeBack(answer) {
  const back = document.createElement("form");
  back.method = "post";
  back.action = form.elements.callback_url.value;
  for (const [name, value] of Object.entries(answer)) {
    back.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(back);
  back.submit();
}

async function openRazorpay(ready) {
  if (!(await ready)) return form.submit(); // blocked or unreachable: the page of its own
  const said = new FormData(form);
  const prefill = {};
  for (const name of ["name", "email", "contact", "method"]) {
    const value = said.get(`prefill[${name}]`);
    if (value) prefill[name] = value;
  }
  let hasFailed = false;
  const razorpay = new window.Razorpay({
    key: said.get("key_id"),
    amount: said.get("amount"),
    currency: said.get("currency"),
    order_id: said.get("order_id"),
    name: said.get("name"),
    description: said.get("description"),
    timeout: Number(form.dataset.seconds),
    prefill,
    handler: comeBack,
    modal: {
      ondismiss() {
        if (hasFailed) return comeBack({ failed: 1 });
        document.getElementById("left").hidden = false;
        form.ariaBusy = null;
        const button = form.querySelector("button");
        button.ariaBusy = null;
        button.focus();
      },
    },
  });
  razorpay.on("payment.failed", () => (hasFailed = true));
  razorpay.open();
}

if (form) {
  const ready = bring(form.dataset.script);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    openRazorpay(ready);
  });
  if ("atOnce" in form.dataset) {
    history.replaceState(history.state, "", location.pathname); // a reload does not open it again
    openRazorpay(ready);
  }
}
