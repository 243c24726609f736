/* upload: how long a story takes from being dropped on the local page to its drawn page, in ms. */
export function timeUpload(tab, name, text) {
  return tab.evaluate((name, text) => new Promise((done) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name));
    const began = performance.now();
    new MutationObserver((_, observer) => {
      if (!document.querySelector("#verdict .headline")) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    }).observe(document.body, { childList: true, subtree: true });
    dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }), name, text);
}
