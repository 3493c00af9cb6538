#!/bin/sh
# Lays out the root file system of an image: a program, the libraries named, and a user. Then tries it, as root, in there.
#
#   sh Manifests/root.sh PROGRAM DIRECTORY LIBRARY...
set -eu
program=$1 root=$2
shift 2

linked=$(ldd "$program" | awk '$2 == "=>" { print $1 }')
for library in $linked; do
    case " $* " in
        *" $library "*) ;;
        *) echo "error: $program needs $library, which is not among the libraries named: $*" >&2; exit 1 ;;
    esac
done

install -D -m 0755 "$program" "$root/usr/bin/sekisho"
for library in "$@"; do
    path=$(ldconfig -p | awk -v name="$library" '$1 == name { print $NF; exit }')
    [ -n "$path" ] || { echo "error: There is no $library on this system." >&2; exit 1; }
    install -D -m 0755 "$(readlink -f "$path")" "$root/usr/lib/$library"
done
# The program's interpreter, by the path that stands in it.
loader=$(ldd "$program" | awk '$1 ~ "^/" { print $1; exit }')
install -D -m 0755 "$(readlink -f "$loader")" "$root$loader"

mkdir -p "$root/etc"
echo 'sekisho:x:65532:65532:Sekisho:/:/sbin/nologin' >"$root/etc/passwd"
echo 'sekisho:x:65532:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"

chroot --userspec=65532:65532 "$root" /usr/bin/sekisho --version >/dev/null
echo "$root: $(find "$root" -type f | wc -l) files, $(du -sm "$root" | cut -f 1) MiB; the program starts in it."
