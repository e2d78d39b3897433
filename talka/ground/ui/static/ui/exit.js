// Exit this page: the picture goes at once, the address is replaced, not added to the history.
(() => {
  "use strict";
  const link = document.getElementById("exit");
  if (!link) return;
  const leave = () => {
    const cover = document.createElement("div");
    cover.className = "cover";
    document.body.append(cover);
    document.title = " ";
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let times = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      times = [];
      return;
    }
    times = [...times, Date.now()].filter((at) => Date.now() - at < 3000);
    if (times.length >= 3) leave();
  });
})();
