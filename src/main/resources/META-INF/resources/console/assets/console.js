// Pages work without this; with it they update themselves. The stream reports a change, and htmx reloads the page.

const CHANGED = "changed";
const PATIENCE = 5000;

let stream = null;
let retry = null;
let failures = 0;
// the service says something every 14 seconds
let longestSilence = 40000;

function connect() {
  const place = document.querySelector("[data-events]");
  if (!place || stream || document.hidden) {
    return;
  }
  stream = new EventSource(place.dataset.events);
  stream.onmessage = event => {
    heard();
    if (event.data === CHANGED) {
      // not all browsers at once
      setTimeout(refresh, Math.random() * 1500);
    }
  };
  stream.onerror = lost;
  retry = setTimeout(lost, longestSilence);
}

function heard() {
  count(0);
  clearTimeout(retry);
  retry = setTimeout(lost, longestSilence);
}

function lost() {
  // a refusal ends a stream for good; if the session is over, the answer to a refresh leads to the sign-in
  const refused = stream.readyState === EventSource.CLOSED;
  count(failures + 1);
  disconnect();
  retry = setTimeout(connect, PATIENCE);
  if (refused) {
    refresh();
  }
}

// streams end by themselves every few minutes, and with a replica: one failure means nothing
function count(now) {
  failures = now;
  document.getElementById("cut-off").hidden = failures < 2;
}

function disconnect() {
  clearTimeout(retry);
  if (stream) {
    stream.close();
    stream = null;
  }
}

// never under the pointer: a button that is replaced between press and release is not clicked
let pressed = false;
let due = false;

function refresh() {
  due = pressed || document.querySelector("#live.htmx-request") !== null;
  if (!due) {
    htmx.trigger(document.body, "live");
  }
}

function catchUp() {
  if (due) {
    refresh();
  }
}

document.addEventListener("pointerdown", () => (pressed = true));
// on macOS and Linux nothing follows the press that opens a context menu
["pointerup", "pointercancel", "contextmenu"].forEach(end =>
  document.addEventListener(end, () => {
    pressed = false;
    setTimeout(catchUp);
  }));

document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
window.addEventListener("pagehide", disconnect);
window.addEventListener("pageshow", connect);

// a second click would do it again, and show what that one was refused
document.addEventListener("submit", event => {
  const form = event.target;
  if (!event.defaultPrevented && form.method === "post") {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "true";
    // should the browser have been told to stop; an action takes a minute at most
    setTimeout(() => delete form.dataset.sent, 90000);
  }
});
window.addEventListener("pageshow", () =>
  document.querySelectorAll("form[data-sent]").forEach(form => delete form.dataset.sent));

// what was done is told once, not again by a reload or a bookmark
if (location.search.startsWith("?done=")) {
  history.replaceState(history.state, "", location.pathname);
}

function isRefreshed(element) {
  return element.id === "live" || element.id === "trainings";
}

// the answer is not a page of the service, but of a proxy, or there is none
function failed({ elt, verb }, what) {
  if (isRefreshed(elt)) {
    count(failures + 1);
    return;
  }
  const problem = document.getElementById("problem");
  problem.dataset.of = elt.id;
  problem.innerHTML = `<section id="what-went-wrong" class="card problem" role="alert"><h1>${what}</h1>
    <p>${verb === "get" ? "Reload the page to try again." : "What was asked for may still be done: reload the page to see."}</p></section>`;
}

document.body.addEventListener("htmx:sendError", event =>
  failed(event.detail.requestConfig, "No answer from the service"));

// opened details stay open when the page is replaced
let opened = [];
let again = null;
document.body.addEventListener("htmx:beforeSwap", event => {
  const { elt } = event.detail.requestConfig;
  const refreshed = isRefreshed(elt);
  // the doctor's form would not hear the answer if it were replaced meanwhile
  if (refreshed && (pressed || document.querySelector("#doctor.htmx-request"))) {
    event.detail.shouldSwap = false;
    due = true;
    return;
  }
  // what was refused is shown until the same form or refresh succeeds
  const problem = document.getElementById("problem");
  if (event.detail.xhr.status >= 400) {
    if (event.detail.serverResponse.includes('id="what-went-wrong"')) {
      problem.dataset.of = elt.id;
    } else {
      event.detail.shouldSwap = false;
      failed(event.detail.requestConfig, `The request failed (HTTP status ${event.detail.xhr.status})`);
    }
    if (refreshed) {
      clearTimeout(again);
      again = setTimeout(refresh, PATIENCE);
    }
  } else {
    if (problem.dataset.of === elt.id) {
      problem.replaceChildren();
    }
    if (refreshed) {
      // where streams alone are refused, each refusal refreshes the page
      count(0);
    }
  }
  opened = Array.from(document.querySelectorAll("details[open][id]"), details => details.id);
});
document.body.addEventListener("htmx:afterSwap", () => {
  opened.forEach(id => {
    const details = document.getElementById(id);
    if (details) {
      details.open = true;
    }
  });
  const place = document.getElementById("announcement");
  news().forEach(one => {
    place.lang = one.lang;
    place.textContent = one.textContent;
  });
});
document.body.addEventListener("htmx:afterSettle", catchUp);

// notices that stay are not announced again
document.body.addEventListener("htmx:oobBeforeSwap", event => {
  event.detail.shouldSwap = !event.detail.target.isEqualNode(event.detail.fragment);
});

// news is announced to screen readers, but not every figure
const said = {};

function news() {
  return Array.from(document.querySelectorAll("[data-announce]")).filter(one => {
    const before = said[one.id];
    said[one.id] = one.dataset.announce || one.textContent;
    return before !== said[one.id];
  });
}

news();
