#!/usr/bin/env python3
"""serve_test.py WHOSE STORY: the local page as other programs see it.  TAP on standard output.

Who may ask, what may be sent, what is reached of the disk, what happens when things go wrong."""
import http.client
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

WHOSE, STORY = map(os.path.abspath, sys.argv[1:3])
SCRIPT = open(STORY, "rb").read()
n = failed = 0


def ok(is_right, words):
    global n, failed
    n += 1
    failed += 0 if is_right else 1
    print(f"{'ok' if is_right else 'not ok'} {n} - {words}", flush=True)


class Served:
    """The program, serving a folder at a port that was free."""

    def __init__(self, folder, file_limit=None, port=0):
        def limit():
            if file_limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
        self.process = subprocess.Popen([WHOSE, "serve", "--port", str(port), folder], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, preexec_fn=limit, restore_signals=False)
        line = self.process.stdout.readline().decode()
        self.port = int(line.rsplit(":", 1)[1].strip().rstrip("/"))

    def ask(self, method, path, body=None, headers=None, host=None, skip_host=False):
        """(status, headers, bytes)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        if not skip_host:
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        result = response.status, dict(response.getheaders()), response.read()
        connection.close()
        return result

    def json(self, method, path, body=None):
        status, _, answer = self.ask(method, path, body)
        return status, json.loads(answer)

    def wait(self, story, readings=0):
        for _ in range(600):
            _, state = self.json("GET", f"/story/{story}")
            if state["state"] == "failed" or state["state"] == "ready" and state["readings"] > readings:
                return state
            time.sleep(0.05)
        return state

    def send(self, name, body):
        return self.json("POST", "/stories?name=" + urllib.parse.quote(name), body)

    def is_alive(self):
        return self.process.poll() is None

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, err.decode(errors="replace")


def raw(port, data, wait=True):
    """What comes back when these bytes are sent and no more."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as s:
        try:
            s.sendall(data)
            return s.recv(4096) if wait else b""
        except OSError:
            return b""


def main():
    with tempfile.TemporaryDirectory() as outer:
        folder = os.path.join(outer, "stories")
        os.mkdir(folder)
        with open(os.path.join(outer, "secret.fountain"), "w") as f:
            f.write("INT. VAULT - DAY\n\nANNA\nSecret.\n")
        with open(os.path.join(folder, "play.fountain"), "wb") as f:
            f.write(SCRIPT)
        os.symlink(os.path.join(outer, "secret.fountain"), os.path.join(folder, "link.fountain"))
        os.mkfifo(os.path.join(folder, "pipe.fountain"))
        with open(os.path.join(folder, "huge.txt"), "wb") as f:
            f.truncate(100 << 20)
        served = Served(folder)
        who_may_ask(served)
        reading(served, folder)
        limits(served)
        what_is_reached(served, folder)
        two_at_once(served)
        corrections(served, folder)
        ports(served, folder)
        other_users(served)
        code, err = served.end()
        ok(code == 0 and not err, f"it ends when it is told to, without a complaint {err[:300]!r}")
        full_disk(outer)
    print(f"1..{n}")
    return 1 if failed else 0


def who_may_ask(served):
    port = served.port
    for host, right in ((f"127.0.0.1:{port}", True), (f"localhost:{port}", True), ("evil.example", False),
                        (f"evil.example:{port}", False), ("127.0.0.1", False), (f"127.0.0.1:{port}.evil.example", False)):
        status = served.ask("GET", "/stories", host=host)[0]
        ok(status == (200 if right else 403), f"Host {host.replace(str(port), 'PORT')} is {'answered' if right else 'refused'}")
    ok(served.ask("GET", "/stories", skip_host=True)[0] in (400, 403), "a request without Host is refused")
    for origin, right in ((f"http://127.0.0.1:{port}", True), (f"http://localhost:{port}", True), ("null", False),
                          ("http://evil.example", False), (f"https://127.0.0.1:{port}", False), ("http://127.0.0.1", False)):
        for method, path, body in (("GET", "/stories", None), ("POST", "/stories?name=a.fountain", b"")):
            status = served.ask(method, path, body, {"Origin": origin})[0]
            ok((status != 403) == right, f"{method} of Origin {origin.replace(str(port), 'PORT')} is {'answered' if right else 'refused'}")
    ok(served.ask("GET", "/stories", headers={"Sec-Fetch-Site": "cross-site"})[0] == 403, "what another site's page loads is refused")
    status, headers, page = served.ask("GET", "/")
    policy = headers.get("Content-Security-Policy", "")
    ok(status == 200 and page.startswith(b"<!doctype html>"), "the page is there")
    ok("default-src 'none'" in policy and "connect-src 'self'" in policy and "frame-ancestors 'none'" in policy
       and "unsafe" not in policy and "*" not in policy, f"its policy is strict: {policy}")
    ok(b"connect-src 'self'" in page and b"connect-src 'none'" not in page, "the policy in the page is the same")
    for path in ("/stories", "/nowhere"):
        _, headers, _ = served.ask("GET", path)
        ok("default-src 'none'" in headers.get("Content-Security-Policy", "") and headers.get("X-Content-Type-Options") == "nosniff"
           and headers.get("Cache-Control") == "no-store" and "Access-Control-Allow-Origin" not in headers,
           f"{path} has a policy too, and is for no other origin")
    ok(served.ask("PUT", "/stories?name=a", b"x")[0] == 405 and served.ask("OPTIONS", "/stories")[0] == 405, "other methods are not understood")
    ok(served.ask("POST", "/nowhere", b"x")[0] == 404, "nothing can be sent elsewhere")


def reading(served, folder):
    status, answer = served.send("mill.fountain", SCRIPT)
    ok(status == 202, "a story is taken in")
    story = answer["id"]
    state = served.wait(story)
    ok(state["state"] == "ready" and state["done"] == 1, "and read")
    _, answer = served.send("novel.txt", b"CHAPTER ONE\n\n" + b"Marta went to the mill in the rain, and Piet told her of it.\n\n" * 4000)
    done = []
    while not done or state["state"] in ("waiting", "reading"):
        state = served.json("GET", f"/story/{answer['id']}")[1]
        done.append(state["done"])
    inside = {d for d in done if 0.05 < d < 0.92}
    ok(done == sorted(done) and len(inside) > 1, f"how far it is moves within a stage: {len(inside)} steps seen")
    state = served.wait(story)
    _, headers, report = served.ask("GET", f"/story/{story}/report.json")
    alone = subprocess.run([WHOSE, "read", "--json", STORY], capture_output=True).stdout
    served_verdict, alone_verdict = json.loads(report)["verdict"], json.loads(alone)["verdict"]
    ok(served_verdict == alone_verdict, "the verdict is that of whose read")
    ok(served.ask("GET", f"/story/{story}/text")[2] == subprocess.run([WHOSE, "text", STORY], capture_output=True).stdout,
       "the text is that of whose text")
    name = state["owner"]
    status, answer = served.json("POST", f"/story/{story}/claim", name.encode())
    ok(status == 200 and answer["answer"]["verdict"] == "supported", "a claim is tested")
    status, answer = served.json("POST", f"/story/{story}/claim", b"Zebulon Quark, not Nobody Atall")
    ok(status == 422 and answer["error"], f"a claim of somebody else is answered in words: {answer.get('error')}")
    line = next(s for s in json.loads(report)["speeches"] if s["end"] - s["start"] > 30)
    words = served.ask("GET", f"/story/{story}/text")[2][line["start"]:line["end"]]
    status, answer = served.json("POST", f"/story/{story}/find", words)
    ok(status == 200 and answer["passages"][0]["pieces"][0]["quote"]["start"] <= line["start"], "a remembered line is found")
    status, answer = served.json("POST", f"/story/{story}/post", f"I am sure that it is {name}'s story.".encode())
    ok(status == 200 and len(answer) == 1, "the claims of a post are answered")
    status, _, page = served.ask("GET", f"/story/{story}/report.html")
    ok(status == 200 and b"connect-src 'none'" in page, "the page to keep asks nobody")
    status, answer = served.json("GET", f"/compare?name={story}&other={story}")
    ok(status == 200 and answer["characters"], "two drafts are compared")
    ok(served.json("GET", f"/compare?name={story}&other=99")[0] == 404, "a draft that is not there is not")
    status, answer = served.send("table.txt", b"1\t2\t3\n4\t5\t6\n" * 40)
    state = served.wait(answer["id"])
    ok(state.get("answer") == "nobody" or state["state"] == "failed" and state["message"], "what is no story is told so")
    status, answer = served.send("broken.xml", b"<?xml version='1.0'?><TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><div")
    state = served.wait(answer["id"])
    ok(state["state"] == "failed" and len(state["message"]) > 10, f"a broken file is told so: {state.get('message')}")
    ok(served.send("empty.txt", b"")[0] == 422, "an empty file is told so")
    _, listed = served.json("GET", "/stories")
    ok([s["name"] for s in listed["stories"]] == ["mill.fountain", "novel.txt", "table.txt", "broken.xml"], "the stories read so far are listed")
    ok(listed["files"] == ["huge.txt", "play.fountain"], "and the stories of the folder")


def limits(served):
    head = (f"POST /stories?name=big.txt HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
            f"Content-Length: {100 << 20}\r\n\r\n").encode()
    answer = raw(served.port, head)
    ok(b" 413 " in answer and b"larger than 64 MB" in answer, "a file of 100 MB is refused before it is sent, in words")
    head = f"POST /stories?name=big.txt HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as s:
        piece = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
        try:
            s.sendall(head)
            for _ in range(66):
                s.sendall(piece)
            s.sendall(b"0\r\n\r\n")
            answer = s.recv(4096)
        except OSError:
            answer = b""
    ok(b" 413 " in answer, "so is one that does not say how large it is")
    ok(served.json("POST", "/open?name=huge.txt", b"")[0] == 413, "and one of the folder")
    ok(served.ask("POST", "/story/1/claim", b"a" * 70000)[0] == 413, "a claim has its limit")
    ok(served.ask("POST", "/story/1/claim", b"Ada\0, not Ben")[0] == 422, "a claim with a NUL is no text")
    answer = raw(served.port, b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n\r\n")
    ok(answer == b"" or b" 414 " in answer or b" 431 " in answer or b" 413 " in answer, "an endless address is refused")
    raw(served.port, b"\x16\x03\x01\x00\xff" * 50, wait=False)
    with socket.create_connection(("127.0.0.1", served.port)) as s:
        s.sendall(f"POST /stories?name=half.txt HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nContent-Length: 5000000\r\n\r\n".encode())
        s.sendall(b"a" * 100000)
    time.sleep(0.3)
    _, listed = served.json("GET", "/stories")
    ok(served.is_alive() and all(s["name"] != "half.txt" for s in listed["stories"]), "a connection that is closed half way leaves nothing")
    ok(all(served.send("more.fountain", b"INT. ROOM - DAY\n\nANNA\nYes.\n")[0] == 202 for _ in range(80)), "the oldest stories make room for new ones")
    while any(s["state"] in ("waiting", "reading") for s in served.json("GET", "/stories")[1]["stories"]):
        time.sleep(0.1)
    ok(len(served.json("GET", "/stories")[1]["stories"]) <= 64 and served.json("GET", "/story/1")[0] == 404, "and are told to be gone")


def what_is_reached(served, folder):
    for name in ("../secret.fountain", "..", ".", "/etc/passwd", "stories/../../secret.fountain", "..\\secret.fountain",
                 "link.fountain", "pipe.fountain", ".hidden", "play.fountain/..", "", "play.fountain\0.txt"):
        status, answer = served.json("POST", "/open?name=" + urllib.parse.quote(name), b"")
        ok(status == 404 or name.startswith("play.fountain\0") and status == 202, f"{name!r} is not opened")
    for path in ("/../secret.fountain", "/%2e%2e/secret.fountain", "/etc/passwd", "//etc/passwd", "/story/1/../../secret",
                 "/story/-1", "/story/99999999999", "/story/1x"):
        ok(served.ask("GET", path)[0] == 404, f"{path} leads nowhere")
    for name in ("../out.fountain", "a/b.fountain", ".hidden", "a\nb", "x" * 300, ""):
        ok(served.send(name, SCRIPT)[0] == 400, f"a story cannot be called {name[:20]!r}")
    status, answer = served.json("POST", "/open?name=play.fountain", b"")
    ok(status == 202 and served.wait(answer["id"])["state"] == "ready", "a file of the folder is opened")
    ok(not any(f.endswith(".part") for f in os.listdir(folder)), "nothing is left beside")


def two_at_once(served):
    answers = []
    threads = [threading.Thread(target=lambda i=i: answers.append(served.send(f"both-{i}.fountain", SCRIPT))) for i in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    ids = {a["id"] for s, a in answers if s == 202}
    ok(len(ids) == 2 and all(served.wait(i)["state"] == "ready" for i in ids), "two uploads at once are both read")


def corrections(served, folder):
    _, answer = served.send("mill.fountain", SCRIPT)
    story = answer["id"]
    name = served.wait(story)["owner"]
    path = os.path.join(folder, "mill.fountain.whose")
    status, _ = served.json("POST", f"/story/{story}/corrections", f'rename "{name}" to "Zora Quill"'.encode())
    state = served.wait(story, 1)
    ok(status == 200 and state["owner"] == "Zora Quill", "a person is renamed, and the story read again")
    ok(open(path).read() == f'rename "{name}" to "Zora Quill"\n', "the statement stands in the file of corrections")
    with open(path, "a") as f:
        f.write("# mine")  # by hand, without a line end
    status, answer = served.json("POST", f"/story/{story}/corrections", b"marry a, b")
    ok(status == 422 and "no correction" in answer["error"] and open(path).read().endswith("# mine"),
       "what is no statement is refused, and the file is as it was")
    statement = b'pronouns "Zora Quill" they'
    served.json("POST", f"/story/{story}/corrections", statement)
    ok(open(path).read().endswith(f"# mine\n{statement.decode()}\n"), "what was written by hand is kept")
    served.wait(story, 2)
    served.json("POST", f"/story/{story}/corrections/away", f'rename "{name}" to "Zora Quill"'.encode())
    served.wait(story, 3)
    ok(open(path).read() == f"# mine\n{statement.decode()}\n", "a statement is taken back")
    ok(served.json("POST", f"/story/{story}/corrections/away", b"not there")[0] == 422, "one that is not there is not")
    done = []
    threads = [threading.Thread(target=lambda i=i: done.append(served.json("POST", f"/story/{story}/corrections", b"# line %d" % i)[0]))
               for i in range(12)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    lines = open(path).read().split("\n")
    ok(done == [200] * 12 and all(f"# line {i}" in lines for i in range(12)), "twelve at once: none is lost")
    ok(served.wait(story, 3)["state"] == "ready", "and the story is read again")


def ports(served, folder):
    second = subprocess.run([WHOSE, "serve", "--port", str(served.port), folder], capture_output=True, timeout=30)
    ok(second.returncode == 4 and b"is taken by another program" in second.stderr, "a port that is taken is told so")
    for port in ("70000", "-1", "x", ""):
        ok(subprocess.run([WHOSE, "serve", "--port", port, folder], capture_output=True, timeout=30).returncode == 2, f"{port!r} is no port")
    none = subprocess.run([WHOSE, "serve", "--port", "0", os.path.join(folder, "nowhere")], capture_output=True, timeout=30)
    ok(none.returncode == 4 and b"nowhere" in none.stderr, "a folder that is not there is told so")
    listening = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if os.path.exists(table):
            with open(table) as f:
                rows = [line.split() for line in f][1:]
            listening += [r[1] for r in rows if r[3] == "0A" and int(r[1].rsplit(":", 1)[1], 16) == served.port]
    ok(listening == [f"0100007F:{served.port:04X}"], f"it listens on 127.0.0.1 alone: {listening}")


def other_users(served):
    if os.geteuid() != 0:
        print("# not root: that other users are refused was not tried")
        return
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        answer = raw(served.port, f"GET /stories HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode())
        os._exit(0 if b" 403 " in answer and b"another user" in answer else 1)
    ok(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, "another user of the machine is refused")


def full_disk(outer):
    folder = os.path.join(outer, "full")
    os.mkdir(folder)
    before = "# what was there\n"
    with open(os.path.join(folder, "mill.fountain.whose"), "w") as f:
        f.write(before)
    served = Served(folder, file_limit=100)
    _, answer = served.send("mill.fountain", SCRIPT)
    story = answer["id"]
    served.wait(story)
    status, answer = served.json("POST", f"/story/{story}/corrections", b"# " + b"long " * 40)
    ok(status == 422 and "cannot be written" in answer["error"], f"a disk that takes no more is told so: {answer.get('error')}")
    ok(open(os.path.join(folder, "mill.fountain.whose")).read() == before and os.listdir(folder) == ["mill.fountain.whose"],
       "nothing is lost, and nothing half written is left")
    ok(served.wait(story)["state"] == "ready" and served.is_alive(), "the story is still there")
    served.end()
    page = os.path.join(folder, "page.html")
    with open(page, "w") as f:
        f.write(before)
    told = subprocess.run([WHOSE, "report", "-o", page, STORY], capture_output=True, restore_signals=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)))
    ok(told.returncode == 4 and b"could not be written" in told.stderr and open(page).read() == before
       and not os.path.exists(page + ".part"), f"a page that does not fit leaves the old one: {told.stderr.decode().strip()}")
    link = os.path.join(folder, "link.html")
    os.symlink("/dev/full", link)
    told = subprocess.run([WHOSE, "report", "-o", link, STORY], capture_output=True)
    ok(told.returncode == 4 and b"could not be written" in told.stderr and os.path.islink(link),
       f"a device is written to, and never replaced: {told.stderr.decode().strip()}")


if __name__ == "__main__":
    sys.exit(main())
