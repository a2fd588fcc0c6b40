// The demo's call: a loopback RTCPeerConnection with the fake camera, and a token left in every place that a real
// call page could leave something in.
"use strict";

const report = (fields) =>
  fetch("/report", { method: "POST", body: JSON.stringify(fields), headers: { "Content-Type": "application/json" } });

// Each place gets a token of its own: the visit's, and the place's number in two digits.
async function plant(secret) {
  const planted = [];
  let number = 0;
  const attempt = async (place, action) => {
    const token = secret + (number++).toString(16).padStart(2, "0");
    await action(token);
    planted.push(place);
  };
  await attempt("cookie", (token) => { document.cookie = `trace=${token}; max-age=86400; path=/`; });
  await attempt("localStorage", (token) => localStorage.setItem("trace", token));
  await attempt("sessionStorage", (token) => sessionStorage.setItem("trace", token));
  await attempt("indexedDB", (token) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("trace", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("trace");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const change = opening.result.transaction("trace", "readwrite");
      change.objectStore("trace").put(token, "token");
      change.oncomplete = resolve;
      change.onerror = () => reject(change.error);
    };
  }));
  await attempt("cacheStorage", async (token) => {
    const cache = await caches.open("trace");
    await cache.put(`/cached/${token}`, new Response(token));
  });
  await attempt("history", (token) => history.pushState({}, "", `/?visited=${token}`));
  await attempt("download", (token) => {
    const link = document.createElement("a");
    link.href = `/download/${token}`;
    link.download = `${token}.txt`;
    link.click();
  });
  // Selected text is X11's primary selection; the other clipboard wants a hand on the mouse.
  await attempt("clipboard", (token) => {
    const field = document.body.appendChild(document.createElement("input"));
    field.value = token;
    field.select();
    document.execCommand("copy");
  });
  return planted;
}

async function call() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 }, audio: true });
  document.getElementById("local").srcObject = stream;
  const near = new RTCPeerConnection();
  const far = new RTCPeerConnection();
  near.onicecandidate = (event) => event.candidate && far.addIceCandidate(event.candidate);
  far.onicecandidate = (event) => event.candidate && near.addIceCandidate(event.candidate);
  far.ontrack = (event) => { document.getElementById("remote").srcObject = event.streams[0]; };
  far.ondatachannel = (event) => { event.channel.onmessage = (message) => event.channel.send(message.data); };
  const channel = near.createDataChannel("echo");
  let echoed = false;
  channel.onopen = () => channel.send("hello");
  channel.onmessage = (message) => { echoed = message.data === "hello"; };
  stream.getTracks().forEach((track) => near.addTrack(track, stream));
  await near.setLocalDescription(await near.createOffer());
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription(await far.createAnswer());
  await near.setRemoteDescription(far.localDescription);
  return async () => {
    let frames = 0;
    (await far.getStats()).forEach((entry) => {
      if (entry.type === "inbound-rtp" && entry.kind === "video") frames = entry.framesDecoded || 0;
    });
    return { ice: near.iceConnectionState, frames, echoed };
  };
}

async function main() {
  const { visit, token } = await (await fetch("/visit")).json();
  document.getElementById("title").textContent = `Kunjungan online ${visit}`;
  try {
    const measure = await call();
    const planted = await plant(token);
    setInterval(async () => {
      const seen = await measure();
      const good = ["connected", "completed"].includes(seen.ice) && seen.frames > 0;
      const state = document.getElementById("state");
      state.textContent = good ? `Connected, ${seen.frames} frames` : `Connecting… (${seen.ice})`;
      state.className = good ? "good" : "";
      await report({ visit, planted, ...seen });
    }, 250);
  } catch (error) {
    document.getElementById("state").textContent = String(error);
    await report({ visit, error: String(error) });
  }
}

main();
