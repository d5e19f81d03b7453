#!/usr/bin/env python3
"""Checks that programs are built with what makes a memory fault harder to exploit.

    check.py PROGRAM...      64-bit little-endian ELF; exits 1 and names what is missing

Position-independent, stack not executable, all symbols bound at the start and their table read-only then, stack
protector, checked functions of the C library, assertions of the C++ library, and on x86-64 Intel's control-flow
protection.
"""

import struct
import sys

PT_LOAD, PT_DYNAMIC, PT_GNU_STACK, PT_GNU_RELRO = 1, 2, 0x6474E551, 0x6474E552
DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_FLAGS, DT_FLAGS_1 = 5, 6, 10, 30, 0x6FFFFFFB
DF_BIND_NOW, DF_1_NOW, DF_1_PIE = 8, 1, 0x08000000
PF_X = 1
ET_DYN, EM_X86_64 = 3, 62
# What every function begins with that may be called through a pointer. The note that makes the processor insist on it
# is missing from Debian 12's start files, so that it cannot be asked for.
ENDBR64 = b"\xf3\x0f\x1e\xfa"


class Elf:
    def __init__(self, data):
        if data[:6] != b"\x7fELF\x02\x01":
            raise ValueError("not a 64-bit little-endian ELF file")
        self.data = data
        self.type, self.machine = struct.unpack_from("<HH", data, 16)
        offset, = struct.unpack_from("<Q", data, 32)
        size, count = struct.unpack_from("<HH", data, 54)
        # type, flags, offset, virtual address, physical address, size in the file
        self.segments = [struct.unpack_from("<IIQQQQ", data, offset + i * size) for i in range(count)]
        self.dynamic = {}
        for _, _, start, _, _, length in self.of_type(PT_DYNAMIC):
            for at in range(start, start + length, 16):
                tag, value = struct.unpack_from("<qQ", data, at)
                self.dynamic.setdefault(tag, value)

    def of_type(self, wanted):
        return [segment for segment in self.segments if segment[0] == wanted]

    def offset(self, address):
        for kind, _, start, virtual, _, length in self.segments:
            if kind == PT_LOAD and virtual <= address < virtual + length:
                return start + address - virtual
        raise ValueError("an address outside of the file")

    def names(self):
        """The names in the table of dynamic strings: symbols and libraries."""
        start = self.offset(self.dynamic[DT_STRTAB])
        return set(self.data[start : start + self.dynamic[DT_STRSZ]].decode("latin-1").split("\0"))

    def code(self):
        return b"".join(self.data[start : start + length]
                        for kind, flags, start, _, _, length in self.segments if kind == PT_LOAD and flags & PF_X)


def missing(elf):
    flags, flags_1 = elf.dynamic.get(DT_FLAGS, 0), elf.dynamic.get(DT_FLAGS_1, 0)
    names = elf.names()
    if elf.type != ET_DYN or not flags_1 & DF_1_PIE:
        yield "position-independent code (-pie)"
    if any(segment[1] & PF_X for segment in elf.of_type(PT_GNU_STACK)) or not elf.of_type(PT_GNU_STACK):
        yield "a stack that is not executable (-Wl,-z,noexecstack)"
    if not elf.of_type(PT_GNU_RELRO):
        yield "read-only relocations (-Wl,-z,relro)"
    if not (flags & DF_BIND_NOW or flags_1 & DF_1_NOW):
        yield "binding at the start (-Wl,-z,now)"
    if "__stack_chk_fail" not in names:
        yield "the stack protector (-fstack-protector-strong)"
    if not any(name.startswith("__") and name.endswith("_chk") for name in names):
        yield "checked functions of the C library (-D_FORTIFY_SOURCE=2)"
    if not any("__glibcxx_assert_fail" in name for name in names):
        yield "assertions of the C++ library (-D_GLIBCXX_ASSERTIONS)"
    if elf.machine == EM_X86_64 and elf.code().count(ENDBR64) < 1000:
        yield "control-flow protection (-fcf-protection)"


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    result = 0
    for program in sys.argv[1:]:
        with open(program, "rb") as file:
            for what in missing(Elf(file.read())):
                print(f"{program}: lacks {what}")
                result = 1
    return result


if __name__ == "__main__":
    sys.exit(main())
