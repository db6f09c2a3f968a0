"""Mails that break what reads them."""

WEIRD: dict[str, bytes] = {
    "nothing": b"",
    "only a line end": b"\r\n",
    "no headers": b"\r\nHello",
    "no end of headers": b"Subject: x",
    "bare LF": b"Subject: x\nTo: y@example.org\n\nHello\nthere",
    "NUL bytes": b"Subject: a\0b\r\nX\0Y: z\r\n\r\n\0Hello\0",
    "all bytes": b"Subject: " + bytes(range(128, 256)) + b"\r\n\r\n" + bytes(range(256)),
    "a subject of 5,000 characters": b"Subject: " + b"very \xc3\xa9 " * 700 + b"\r\n\r\nx",
    "a subject in 3,000 words": b"Subject: " + b"=?utf-8?q?=C3=A9?=\r\n " * 3_000 + b"\r\n\r\nx",
    "words that break off": b"Subject: =?utf-8?b?w?= =?utf-8?q?=C?= =?\r\n\r\nx",
    "an unknown charset": b'Content-Type: text/html; charset="no\0where"\r\n\r\n<p>\xe9',
    "a charset that is none": b"Content-Type: text/plain; charset=hex\r\n\r\n\xe9",
    "half characters": b"Content-Type: text/plain; charset=unicode_escape\r\n\r\n\\ud800",
    "an unknown encoding": b"Content-Transfer-Encoding: rot13\r\n\r\nUryyb",
    "base64 that is none": b"Content-Transfer-Encoding: base64\r\n\r\n%%%=",
    "uuencoded": b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 a\n!!!!\n",
    "a type that is none": b"Content-Type: \xff/\xfe; name=\r\n\r\nx",
    "a type with lines in it": b'Content-Type: "a\nb"/c; name="a\r\n b\0"\r\n\r\nx',
    "multipart without boundary": b"Content-Type: multipart/mixed\r\n\r\nHello",
    "multipart without parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\nHello",
    "multipart that breaks off": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX",
    "names that contradict": b"Content-Type: text/plain; charset*=a; charset*0*=b\r\n\r\nx",
    "boundaries that contradict": b"Subject: x\r\nContent-Type: multipart/mixed;"
    b" boundary*=a; boundary*0*=b\r\n\r\n--a\r\n",
    "names with everything": b"Content-Type: application/pdf;"
    b' name="../\\a\xe2\x80\xaeb<>:\'%00?#/&.pdf"\r\n\r\nx',
    "multipart within itself": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(400)
    ),
    "a message within itself": b"Content-Type: message/rfc822\r\n\r\n" * 2_000,
    "a message with broken bytes within": b"Content-Type: message/rfc822\r\n\r\n"
    b"Subject: \xff\r\nContent-Type: multipart/x; boundary=c\r\n\r\n--c\r\n\xff\r\n",
    "brackets within brackets": b"To: " + b"(" * 5_000 + b"\r\nSubject: x\r\n\r\nx",
    "quotes that stay open": b'From: "' + b"\\" * 3_000 + b"\r\n\r\nx",
    "thousands of addresses": b"To: " + b"a <a@b.example>, " * 1_000 + b"\r\n\r\nx",
    "a date beyond the calendar": b"Date: Fri, 31 Dec 9999 23:59:59 -1200\r\n\r\nx",
    "an odd way out": b"List-Unsubscribe: <http://[>, <mailto:>, <https://a b\0>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\nx",
    "html that breaks off": b"Content-Type: text/html\r\n\r\n<a target=_self <![CDATA[ <!-- <a '",
    "a cid to nothing": b"Content-Type: text/html\r\n\r\n<img src='cid:x'>",
    "mail headers twice": b"Subject: a\r\nSubject: b\r\nFrom: a\r\nFrom: b\r\n\r\nx",
}
