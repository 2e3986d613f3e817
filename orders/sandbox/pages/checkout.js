/* The local Razorpay's own checkout.js: new Razorpay(options).open(), in a full-screen dialog. */
(function () {
  "use strict";
  const gateway = new URL(document.currentScript.src).origin;
  const page = gateway + "/v1/checkout/embedded";
  const plain = ["amount", "currency", "order_id", "name", "description", "callback_url", "cancel_url"];

  function fieldsFrom(options) {
    const fields = { key_id: options.key };
    plain.forEach((name) => { if (options[name] != null) fields[name] = options[name]; });
    Object.entries(options.prefill || {}).forEach(([name, value]) => {
      fields["prefill[" + name + "]"] = value;
    });
    return fields;
  }

  function post(url, fields, target) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = url;
    form.target = target;
    Object.entries(fields).forEach(([name, value]) => {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    });
    document.body.append(form);
    form.submit();
    form.remove();
  }

  class Razorpay {
    constructor(options) {
      if (!options || !options.key) throw new Error("No key passed");
      this.options = options;
      this.listeners = {};
      this.hear = this.hear.bind(this);
    }

    on(event, listener) {
      (this.listeners[event] = this.listeners[event] || []).push(listener);
      return this;
    }

    open() {
      if (this.dialog) return;
      const options = this.options;
      if (options.redirect && options.callback_url) {
        post(page, fieldsFrom(options), "_top");
        return;
      }
      const frame = document.createElement("iframe");
      frame.name = "razorpay-" + Date.now();
      frame.title = "Payment";
      frame.style.cssText = "border:0;inline-size:100%;block-size:100%;display:block";
      this.frame = frame;
      this.dialog = document.createElement("dialog");
      this.dialog.style.cssText =
        "border:0;padding:0;margin:0;inline-size:100vw;block-size:100dvh;max-inline-size:none;max-block-size:none";
      this.dialog.setAttribute("aria-label", "Payment");
      this.dialog.append(frame);
      this.dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        this.escape();
      });
      document.body.append(this.dialog);
      window.addEventListener("message", this.hear);
      this.dialog.showModal();
      post(page, { ...fieldsFrom(options), frame_origin: window.location.origin }, frame.name);
      if (options.timeout) this.timer = setTimeout(() => this.dismiss(), options.timeout * 1000);
    }

    hear(message) {
      if (message.origin !== gateway || message.source !== this.frame.contentWindow) return;
      const { event, response } = message.data;
      if (event === "dismiss") this.dismiss();
      if (event === "escape") this.escape();
      if (event === "payment.failed") this.tell("payment.failed", response);
      if (event === "payment.success") this.succeed(response);
    }

    succeed(response) {
      this.close();
      this.tell("payment.success", response);
      if (this.options.handler) this.options.handler(response);
      else if (this.options.callback_url) post(this.options.callback_url, response, "_top");
    }

    escape() {
      const modal = this.options.modal;
      if (!modal || modal.escape !== false) this.dismiss();
    }

    dismiss() {
      this.close();
      const modal = this.options.modal;
      if (modal && modal.ondismiss) modal.ondismiss();
    }

    tell(event, response) {
      (this.listeners[event] || []).forEach((listener) => listener(response));
    }

    close() {
      clearTimeout(this.timer);
      window.removeEventListener("message", this.hear);
      if (this.dialog) this.dialog.remove();
      this.dialog = this.frame = null;
    }
  }

  window.Razorpay = Razorpay;
})();
