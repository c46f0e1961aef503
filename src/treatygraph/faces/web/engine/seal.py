"""Taking the network away from this process, for good: the kernel refuses every new socket (seccomp).

pyoxigraph has no switch for SERVICE; what looks for that word in a query could be outwitted, the kernel cannot.
The filter is set by an ordinary user and cannot be lifted again by the process or its children.
"""

from __future__ import annotations

import ctypes
import platform
import struct

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # EPERM
#: machine → (audit architecture, numbers of socket, socketpair, io_uring_setup).
_MACHINES = {
    "x86_64": (0xC000003E, (41, 53, 425)),
    "aarch64": (0xC00000B7, (198, 199, 425)),
}
#: System calls of the x32 interface of x86_64 begin here: refused whole.
_X32 = 0x40000000


def _step(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _program(architecture: int, refused: tuple[int, ...]) -> bytes:
    steps = [
        _step(_LOAD, 0, 0, 4),  # the architecture of the call
        _step(_JUMP_IF_EQUAL, 0, len(refused) + 3, architecture),
        _step(_LOAD, 0, 0, 0),  # the number of the call
        _step(_JUMP_IF_AT_LEAST, len(refused) + 1, 0, _X32),
    ]
    for n, number in enumerate(refused):
        steps.append(_step(_JUMP_IF_EQUAL, len(refused) - n, 0, number))
    steps += [_step(_RETURN, 0, 0, _ALLOW), _step(_RETURN, 0, 0, _REFUSE)]
    return b"".join(steps)


def seal() -> bool:
    """Refuse this process every new socket; return False where the system has no such filter (not Linux)."""
    machine = _MACHINES.get(platform.machine())
    if platform.system() != "Linux" or machine is None:
        return False
    program = _program(*machine)
    buffer = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the number of steps, padding, where they are.
    filter_ = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filter_), 0, 0) == 0)
