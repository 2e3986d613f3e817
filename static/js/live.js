/* Live pages: a part with data-live listens at that address. The socket only ever says that something
   changed; the part then fetches itself on its `live` event, as whoever looks at it. While there is
   no socket the same event comes every 20 seconds, and with one every two minutes, in case a word
   was lost. A page nobody sees holds no socket, so going back to it is instant. */

const TICK = 20000, LONGEST = 15;
const SIGNED_OUT = 4401, NOT_FOUND = 4404;

const parts = (url) => document.querySelectorAll(`[data-live="${CSS.escape(url)}"]`);
const ring = (url) => parts(url).forEach((part) => part.dispatchEvent(new Event("live")));

function follow(url) {
  let socket, retry, tries = 0, ticks = 0, missed = false, over = false;

  const mark = () =>
    parts(url).forEach((part) => part.toggleAttribute("data-connected", socket?.readyState === 1));

  function connect() {
    clearTimeout(retry);
    if (over || document.hidden || socket?.readyState < 2) return;
    const address = new URL(url, location);
    address.protocol = address.protocol.replace("http", "ws");
    socket = new WebSocket(address);
    socket.onopen = () => {
      mark();
      if (missed) ring(url);
      missed = false;
    };
    socket.onmessage = () => {
      tries = 0; // heard of something: this server is well
      ring(url);
    };
    socket.onclose = ({ code }) => {
      missed = true;
      mark();
      over = code === SIGNED_OUT || code === NOT_FOUND;
      if (code === SIGNED_OUT) location.reload(); // and be asked who is there
      // Between half and all of 1, 2, 4 … 15 s, so that a restarted server is not met by everyone.
      if (!over) retry = setTimeout(connect, Math.min(LONGEST, 2 ** tries++) * (500 + Math.random() * 500));
    };
  }

  function rest() {
    clearTimeout(retry);
    if (!socket) return;
    socket.onclose = null;
    socket.close();
    socket = null;
    missed = true;
    mark();
  }

  connect();
  setInterval(() => {
    if (over || document.hidden) return;
    const isOpen = socket?.readyState === 1;
    if (isOpen) socket.send("."); // so that no proxy thinks the line is dead
    if (!isOpen || ++ticks % 6 === 0) ring(url);
    if (isOpen && ticks % 3 === 0) tries = 0;
  }, TICK);
  document.addEventListener("htmx:afterSettle", mark);
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : connect()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", connect);
}

new Set([...document.querySelectorAll("[data-live]")].map((part) => part.dataset.live)).forEach(follow);
