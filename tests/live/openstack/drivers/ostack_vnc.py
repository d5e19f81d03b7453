"""A screen for a server that has no guest: a small RFB (VNC) 3.8 server.

Runs in nova-compute's green threads, one listening socket on 127.0.0.1 for
each server whose console was asked for.  Shows the server's name, its state
and the last keys pressed.
"""
import socket
import struct

import eventlet

W, H, SCALE = 640, 400, 4
FONT = {    # 3x5 dots, five octal digits from top to bottom
    'a': '25755', 'b': '65656', 'c': '34443', 'd': '65556', 'e': '74647',
    'f': '74644', 'g': '34553', 'h': '55755', 'i': '72227', 'j': '11152',
    'k': '55655', 'l': '44447', 'm': '57755', 'n': '65555', 'o': '25552',
    'p': '65644', 'q': '25573', 'r': '65655', 's': '34216', 't': '72222',
    'u': '55557', 'v': '55552', 'w': '55775', 'x': '55255', 'y': '55222',
    'z': '71247', '0': '75557', '1': '26227', '2': '61247', '3': '61216',
    '4': '55711', '5': '74616', '6': '34757', '7': '71222', '8': '75757',
    '9': '75716', '-': '00700', '.': '00002', '_': '00007', ':': '02020',
    '>': '42124', '/': '11244'}


def _row_spans(text, row):
    """The dots of one row of a line of text, as bytes of 0 and 1."""
    out = bytearray()
    for ch in text.lower():
        bits = int(FONT.get(ch, '00000')[row])
        out += bytes((bits >> 2 & 1, bits >> 1 & 1, bits & 1, 0))
    return out


def paint(lines, ink, paper):
    rows = []
    wide = W // SCALE
    for line in lines:
        for r in range(5):
            dots = _row_spans(line, r)[:wide - 4]
            dots = bytes(4) + dots + bytes(wide - 4 - len(dots))
            row = b''.join((ink if d else paper) * SCALE for d in dots)
            rows += [row] * SCALE
        rows += [paper * W] * (SCALE * 3)
    rows = [paper * W] * (SCALE * 4) + rows
    rows = rows[:H] + [paper * W] * (H - len(rows))
    return rows


class Screen:
    def __init__(self, name, state):
        self.name, self.state = name, state     # state: called for the text
        self.typed = ''
        self.sock = eventlet.listen(('127.0.0.1', 0))
        self.port = self.sock.getsockname()[1]
        eventlet.spawn_n(self._accept)

    def close(self):
        self.sock.close()

    def _accept(self):
        while True:
            try:
                conn, _ = self.sock.accept()
            except OSError:
                return
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            eventlet.spawn_n(self._serve, conn)

    def _serve(self, conn):
        try:
            self._talk(conn)
        except (OSError, EOFError, struct.error, ValueError):
            pass
        finally:
            conn.close()

    @staticmethod
    def _read(conn, n):
        data = b''
        while len(data) < n:
            more = conn.recv(n - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def _lines(self):
        return ['ostack fake console', '', self.name, self.state(), '',
                '> ' + self.typed[-30:]]

    def _talk(self, conn):
        conn.sendall(b'RFB 003.008\n')
        version = self._read(conn, 12)
        if version[:4] != b'RFB ':
            return
        if version[4:11] == b'003.003':
            conn.sendall(struct.pack('>I', 1))
        else:
            conn.sendall(b'\x01\x01')           # one security type: none
            self._read(conn, 1)
            if version[4:11] != b'003.007':
                conn.sendall(bytes(4))
        self._read(conn, 1)                     # shared or not
        name = self.name.encode()
        pixel = [32, 24, 0, 1, 255, 255, 255, 16, 8, 0]
        conn.sendall(struct.pack('>HH', W, H) + struct.pack(
            '>BBBBHHHBBB3x', *pixel) + struct.pack('>I', len(name)) + name)
        shown, wanted = None, False
        while True:
            if wanted and shown != (self._lines(), pixel):
                shown, wanted = (self._lines(), pixel), False
                self._send(conn, shown[0], pixel)
            try:
                with eventlet.Timeout(1):
                    kind = conn.recv(1)
            except eventlet.Timeout:
                continue
            if not kind:
                return
            kind = kind[0]
            if kind == 0:
                pixel = list(struct.unpack('>3xBBBBHHHBBB3x',
                                           self._read(conn, 19)))
            elif kind == 2:
                count = struct.unpack('>xH', self._read(conn, 3))[0]
                self._read(conn, 4 * count)
            elif kind == 3:
                if not self._read(conn, 9)[0]:  # the whole screen again
                    shown = None
                wanted = True
            elif kind == 4:
                down, key = struct.unpack('>B2xI', self._read(conn, 7))
                if down and key == 0xff08:
                    self.typed = self.typed[:-1]
                elif down and key == 0xff0d:
                    self.typed = ''
                elif down and 32 <= key < 127:
                    self.typed += chr(key)
            elif kind == 5:
                self._read(conn, 5)
            elif kind == 6:
                self._read(conn, struct.unpack(
                    '>3xI', self._read(conn, 7))[0])
            else:
                return

    @staticmethod
    def _send(conn, lines, pixel):
        bits, _, big, _, rm, gm, bm, rs, gs, bs = pixel

        def colour(r, g, b):
            value = ((r * rm // 255) << rs | (g * gm // 255) << gs
                     | (b * bm // 255) << bs)
            return value.to_bytes(bits // 8, 'big' if big else 'little')
        conn.sendall(struct.pack('>BxHHHHHi', 0, 1, 0, 0, W, H, 0) + b''.join(
            paint(lines, colour(230, 230, 230), colour(20, 30, 60))))
