#!/bin/sh
# Checks an unpacked evidence bundle without the system it came from.
# Needs a POSIX shell and tools, openssl 3.0 or newer, and sha256sum. Uses no network.
#
#   sh verify.sh [--trust trust.json] [--timestamp-authorities FILE.pem] [DIR]
#
# Exit code 0: everything holds. 1: something does not, and the first such thing is named. 2: wrong use.
# Use your own copy of this file: whoever forges a bundle forges the copy in it too.
set -u
LC_ALL=C
export LC_ALL
umask 077

usage() {
    echo "usage: sh verify.sh [--trust trust.json] [--timestamp-authorities FILE.pem] [DIR]" >&2
    echo "       DIR: the unpacked bundle; default: here" >&2
    exit 2
}

trust=
authorities=
dir=
while [ $# -gt 0 ]; do
    case $1 in
        --trust) [ $# -ge 2 ] || usage; trust=$2; shift 2 ;;
        --timestamp-authorities) [ $# -ge 2 ] || usage; authorities=$2; shift 2 ;;
        -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
        -*) usage ;;
        *) [ -z "$dir" ] || usage; dir=$1; shift ;;
    esac
done
dir=${dir:-.}
[ -d "$dir" ] || { echo "verify.sh: no such folder: $dir" >&2; exit 2; }
for file in "$trust" "$authorities"; do
    [ -z "$file" ] || [ -f "$file" ] || { echo "verify.sh: no such file: $file" >&2; exit 2; }
done
for tool in openssl sha256sum awk sed tr find sort cmp wc; do
    command -v "$tool" > /dev/null || { echo "verify.sh: $tool is missing" >&2; exit 2; }
done
case $(openssl version) in
    "OpenSSL 0."* | "OpenSSL 1."* | LibreSSL*) echo "verify.sh: needs openssl 3.0 or newer" >&2; exit 2 ;;
esac
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
[ -z "$trust" ] || cp "$trust" "$tmp/trust.json" || exit 2
[ -z "$authorities" ] || cp "$authorities" "$tmp/authorities.pem" || exit 2
cd "$dir" || exit 2
[ -f manifest.json ] || { echo "verify.sh: no evidence bundle in $dir: manifest.json is missing" >&2; exit 2; }

ok() { printf 'ok      %s\n' "$1"; }
fail() {
    printf 'FAILED  %s: %s\n' "$1" "$2"
    printf 'NOT VERIFIED: %s\n' "$1"
    exit 1
}

# --- awk: tables and functions that the programs below share --------------------------------------------------------
SHARED='
function chr(n) { return sprintf("%c", n) }
function tables(   i, d) {
    d = "0123456789abcdef"
    for (i = 0; i < 256; i++) { HEXOCT[substr(d, int(i / 16) + 1, 1) substr(d, i % 16 + 1, 1)] = sprintf("\\%03o", i) }
    d = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (i = 0; i < 64; i++) SIX[substr(d, i + 1, 1)] = i
}
function hexoct(hex,   i, r, n) {
    r = ""; n = length(hex)
    for (i = 1; i < n; i += 2) r = r HEXOCT[substr(hex, i, 2)]
    return r
}
function ishash(t) { return length(t) == 64 && t !~ /[^0-9a-f]/ }
# Octal escapes of what canonical base64 stands for; "!" for anything else. COUNT is the number of bytes.
function unbase(text,   i, n, a, b, c, d, r, part, pad) {
    COUNT = 0; n = length(text)
    if (n % 4 != 0 || text !~ /^[A-Za-z0-9+\/]*=?=?$/) return "!"
    r = ""; part = ""
    for (i = 1; i <= n; i += 4) {
        a = SIX[substr(text, i, 1)]; b = SIX[substr(text, i + 1, 1)]
        c = substr(text, i + 2, 1); d = substr(text, i + 3, 1)
        if ((c == "=" || d == "=") && i + 4 <= n) return "!"
        pad = (c == "=") ? 2 : (d == "=") ? 1 : 0
        if (pad == 2 && d != "=") return "!"
        if (pad == 2 && b % 16 != 0) return "!"
        if (pad == 1 && SIX[c] % 4 != 0) return "!"
        part = part sprintf("\\%03o", a * 4 + int(b / 16)); COUNT++
        if (pad < 2) { part = part sprintf("\\%03o", (b % 16) * 16 + int(SIX[c] / 4)); COUNT++ }
        if (pad < 1) { part = part sprintf("\\%03o", (SIX[c] % 4) * 64 + SIX[d]); COUNT++ }
        if (length(part) > 400) { r = r part; part = "" }
    }
    return r part
}
'

# Reads canonical JSON (RFC 8785) from standard input and writes a line for each value: name, pointer, type, text or size.
# Strings keep their escapes: in canonical JSON equal strings are written alike. A line of type "!" says what is wrong.
FLAT="$SHARED"'
function bad(why) { print NAME "\t\t!\t" why; BROKEN = 1; exit 1 }
function member(key) { gsub(/~/, "~0", key); gsub(/\//, "~1", key); return key }
function plain(key) {
    if (index(key, "\\") == 0) return key
    gsub(/\\\\/, chr(1), key)
    gsub(/\\"/, "\"", key); gsub(/\\b/, chr(8), key); gsub(/\\t/, "\t", key); gsub(/\\n/, "\n", key)
    gsub(/\\f/, chr(12), key); gsub(/\\r/, "\r", key); gsub(chr(1), "\\", key)
    return key
}
function units(key) { # so that bytes compare as UTF-16 units do
    key = plain(key); gsub(chr(238), chr(254), key); gsub(chr(239), chr(255), key); return key
}
function isutf8(t,   c) {
    if (t !~ ANYHIGH) return 1
    gsub(FOUR1, "_", t); gsub(FOUR2, "_", t); gsub(FOUR3, "_", t)
    gsub(THREE1, "_", t); gsub(THREE2, "_", t); gsub(THREE3, "_", t); gsub(TWO, "_", t)
    return t !~ ANYHIGH
}
function isstring(t) {
    if (!isutf8(t)) return 0
    if (index(t, "\\") == 0) return 1
    gsub(/\\\\/, "_", t); gsub(/\\["btnfr]/, "_", t)
    gsub(/\\u00(0[0-7bef]|1[0-9a-f])/, "_", t)
    return index(t, "\\") == 0
}
function emit(type, text) { print NAME "\t" POINTER[DEPTH] "\t" type "\t" text }
function place() { # of the value that comes now
    if (STATE != "v" && STATE != "V") bad("a value where none belongs")
    if (KIND[DEPTH] == "a") { DEPTH++; POINTER[DEPTH] = POINTER[DEPTH - 1] "/" SIZE[DEPTH - 1]; SIZE[DEPTH - 1]++ }
    else if (KIND[DEPTH] == "o") { DEPTH++; POINTER[DEPTH] = POINTER[DEPTH - 1] "/" member(KEY[DEPTH - 1]); SIZE[DEPTH - 1]++ }
    else { DEPTH++; POINTER[DEPTH] = "" }
}
function after() { DEPTH--; STATE = DEPTH == 0 ? "end" : "," }
function begin(kind) {
    place(); KIND[DEPTH] = kind; SIZE[DEPTH] = 0; LAST[DEPTH] = ""; STATE = kind == "o" ? "K" : "V"
    if (DEPTH > 200) bad("nested too deeply")
}
function end(kind) {
    if (DEPTH == 0 || KIND[DEPTH] != kind || (STATE != "," && STATE != (kind == "o" ? "K" : "V"))) bad("an end where none belongs")
    emit(kind, SIZE[DEPTH]); KIND[DEPTH] = ""; after()
}
function scalar(type, text) { place(); emit(type, text); KIND[DEPTH] = ""; after() }
function outside(t,   i, n, c, rest) {
    n = length(t); i = 1
    while (i <= n) {
        c = substr(t, i, 1)
        if (c == "{") begin("o")
        else if (c == "[") begin("a")
        else if (c == "}") end("o")
        else if (c == "]") end("a")
        else if (c == ":") { if (STATE != ":") bad("a colon"); STATE = "v" }
        else if (c == ",") { if (STATE != ",") bad("a comma"); STATE = KIND[DEPTH] == "o" ? "k" : "v" }
        else {
            rest = substr(t, i)
            if (!match(rest, /^[-+.0-9a-zA-Z]+/)) bad("white space, or no JSON")
            rest = substr(rest, 1, RLENGTH); i += RLENGTH - 1
            if (rest == "true" || rest == "false" || rest == "null") scalar("w", rest)
            else if (rest != "-0" && rest ~ /^-?(0|[1-9][0-9]*)([.][0-9]*[1-9])?(e[-+][1-9][0-9]*)?$/) scalar("n", rest)
            else bad("not a canonical value")
        }
        i++
    }
}
function inside(t,   key) {
    if (!isstring(t)) bad("a string not written canonically")
    if (STATE == "k" || STATE == "K") {
        key = units(t)
        if (STATE == "k" && !(("_" key) > ("_" LAST[DEPTH]))) bad("members not in their order")
        LAST[DEPTH] = key; KEY[DEPTH] = t; STATE = ":"
    } else scalar("s", t)
}
BEGIN {
    RS = "\""; tables(); STATE = "v"; DEPTH = 0; KIND[0] = ""; BROKEN = 0; IN = 0
    tail = "[" chr(128) "-" chr(191) "]"
    ANYHIGH = "[" chr(128) "-" chr(255) "]"
    TWO = "[" chr(194) "-" chr(223) "]" tail
    THREE1 = chr(224) "[" chr(160) "-" chr(191) "]" tail
    THREE2 = "[" chr(225) "-" chr(236) chr(238) chr(239) "]" tail tail
    THREE3 = chr(237) "[" chr(128) "-" chr(159) "]" tail
    FOUR1 = chr(240) "[" chr(144) "-" chr(191) "]" tail tail
    FOUR2 = "[" chr(241) "-" chr(243) "]" tail tail tail
    FOUR3 = chr(244) "[" chr(128) "-" chr(143) "]" tail tail
}
{
    if (!IN) { outside($0); IN = 1; HELD = ""; next }
    HELD = HELD $0
    slashes = HELD; sub(/\\*$/, "", slashes)
    if ((length(HELD) - length(slashes)) % 2 == 1) { HELD = HELD "\""; next }
    inside(HELD); IN = 0
}
END { if (!BROKEN && (STATE != "end")) { print NAME "\t\t!\tthe text ends too early" } }
'

# flat FILE NAME: appends the values of FILE to the table.
flat() {
    if [ "$(tr -d '\040-\377' < "$1" | wc -c)" -ne 0 ]; then
        printf '%s\t\t!\ta control character or white space\n' "$2"
    else
        awk -v NAME="$2" "$FLAT" < "$1"
    fi
}

# --- the files ----------------------------------------------------------------------------------------------------
name="bundle manifest"
flat manifest.json manifest.json > "$tmp/manifest"
broken=$(awk -F '\t' '$3 == "!" { print $4; exit }' "$tmp/manifest")
[ -z "$broken" ] || fail "$name" "manifest.json is not canonical JSON ($broken)"
awk -F '\t' '
function no(why) { print why; exit }
{ V[$2] = $4; T[$2] = $3 }
END {
    split("environment files format installation organisation recordId version versionSha256", m, " ")
    if (V[""] != 8) no("it has other members than it should")
    for (i = 1; i <= 8; i++) if (!(("/" m[i]) in V)) no("it lacks " m[i])
    if (V["/format"] != "countersign/evidence/v1") no("its format is " V["/format"])
    if (T["/version"] != "n" || V["/version"] !~ /^[1-9][0-9]*$/) no("its version is no version")
    if (T["/files"] != "a") no("it lists no files")
    for (i = 0; i < V["/files"]; i++) {
        p = "/files/" i
        if (V[p] != 3 || T[p "/path"] != "s" || T[p "/length"] != "n" || T[p "/sha256"] != "s") no("entry " i " of its files")
        if (i > 0 && !(("_" V[p "/path"]) > ("_" last))) no("its files are not in order")
        last = V[p "/path"]
    }
}' "$tmp/manifest" > "$tmp/why"
[ -s "$tmp/why" ] && fail "$name" "$(cat "$tmp/why")"
ok "$name"

name="files"
[ -z "$(find . ! -type d ! -type f)" ] || fail "$name" "something in the folder is neither file nor folder"
find . -type f | sed 's|^\./||' | sort > "$tmp/held"
awk -F '\t' '$2 ~ /^\/files\/[0-9]+\/path$/ { print $4 } END { print "manifest.json" }' "$tmp/manifest" | sort > "$tmp/named"
awk '
FILENAME == ARGV[1] { named[$0] = 1; next }
FILENAME == ARGV[2] && $0 in named { held[$0] = 1; next }
{ print $0 " is not in the manifest (keep your own files elsewhere)"; bad = 1; exit }
END { if (!bad) for (f in named) if (!(f in held)) { print f " is missing"; exit } }' "$tmp/named" "$tmp/held" > "$tmp/why"
[ -s "$tmp/why" ] && fail "$name" "$(cat "$tmp/why")"
awk '
function no(why) { print why; stop = 1; exit }
function demand(f) { if (!(f in F)) no(f " is missing") }
function isid(t,   p, n) {
    n = split(t, p, "-")
    return n == 5 && length(p[1]) == 8 && length(p[2]) == 4 && length(p[3]) == 4 && length(p[4]) == 4 && \
        length(p[5]) == 12 && t !~ /[^-0-9a-f]/
}
{ F[$0] = 1 }
END {
    if (stop) exit
    split("README.txt verify.sh verify.html copy.pdf record/version.json record/content certificates/entries.jsonl " \
        "certificates/revocation.txt audit/entries.jsonl audit/log-key audit/checkpoint manifest.json", A, " ")
    for (i in A) { demand(A[i]); ALWAYS[A[i]] = 1 }
    for (f in F) {
        if (f in ALWAYS || f == "record/plan.json" || f == "certificates/authority.pem" || f == "certificates/revocation.crl" || f == "audit/witness-keys") continue
        if (f ~ /^audit\/timestamps\/[1-9][0-9]*[.]tst$/ && length(f) < 26) {
            v = f; gsub(/[^0-9]/, "", v); if (v + 0 > stamps + 0) stamps = v + 0; continue
        }
        if (f ~ /^certificates\/authority-([2-9]|[1-9][0-9]+)[.]pem$/ && length(f) < 31) {
            v = f; gsub(/[^0-9]/, "", v); if (v + 0 > authorities + 0) authorities = v + 0; continue
        }
        if (f ~ /^record\/versions\/[1-9][0-9]*[.]json$/) {
            v = f; gsub(/[^0-9]/, "", v); if (v + 0 >= VERSION + 0) no(f " is no version before this one"); continue
        }
        if (f ~ /^record\/attachments\//) {
            h = substr(f, 20); if (length(h) != 64 || h ~ /[^0-9a-f]/) no(f " is no file of a bundle"); continue
        }
        id = f; sub(/^[a-z]*\//, "", id); part = id; sub(/[.].*/, "", id); sub(/^[^.]*[.]/, "", part)
        if (!isid(id)) no(f " is no file of a bundle")
        if (f ~ /^signatures\// && part ~ /^(statement[.]json|sig|cert[.]pem|intent[.]json|presentation[.]json|jws|webauthn[.]json|list[.]json|row[.]json)$/) {
            signed = 1
            split("statement.json sig cert.pem intent.json presentation.json jws", P, " ")
            for (i = 1; i <= 6; i++) demand("signatures/" id "." P[i])
        } else if (f ~ /^certificates\// && part ~ /^(cert[.]pem|enrolment[.]json|enrolment[.]sig|ended[.]json)$/) {
            split("cert.pem enrolment.json enrolment.sig", Q, " ")
            for (i = 1; i <= 3; i++) demand("certificates/" id "." Q[i])
        } else no(f " is no file of a bundle")
    }
    if (signed) { demand("certificates/authority.pem"); demand("certificates/revocation.crl"); demand("record/plan.json") }
    if (authorities) demand("certificates/authority.pem")
    for (v = 2; v <= authorities; v++) demand("certificates/authority-" v ".pem")
    for (v = 1; v <= stamps; v++) demand("audit/timestamps/" v ".tst")
    if (VERSION > 1) for (v = 1; v < VERSION; v++) demand("record/versions/" v ".json")
}' VERSION="$(awk -F '\t' '$2 == "/version" { print $4 }' "$tmp/manifest")" "$tmp/held" > "$tmp/why"
[ -s "$tmp/why" ] && fail "$name" "$(head -n 1 "$tmp/why")"
ok "$name"

name="file hashes"
find . -type f ! -name manifest.json -exec sha256sum {} + | sed 's|^\([0-9a-f]*\) [ *]\./|\1 |' > "$tmp/hashes"
find . -type f ! -name manifest.json -exec wc -c {} + | sed 's|^ *\([0-9]*\) \./|\1 |' | grep -v ' total$' > "$tmp/lengths"
awk -F '\t' '
FILENAME == ARGV[1] { split($0, p, " "); H[p[2]] = p[1] ""; next }
FILENAME == ARGV[2] { split($0, p, " "); L[p[2]] = p[1] ""; next }
{ V[$2] = $4 "" }
END {
    for (i = 0; i < V["/files"] + 0; i++) {
        f = V["/files/" i "/path"]
        if (H[f] != V["/files/" i "/sha256"] || L[f] != V["/files/" i "/length"]) { print f " is not the file that the manifest names"; exit }
    }
}' "$tmp/hashes" "$tmp/lengths" "$tmp/manifest" > "$tmp/why"
[ -s "$tmp/why" ] && fail "$name" "$(cat "$tmp/why")"
ok "$name"

# --- the log ------------------------------------------------------------------------------------------------------
# spki RAWOCTAL: an Ed25519 public key as SubjectPublicKeyInfo (RFC 8410)
spki() { printf '\060\052\060\005\006\003\053\145\160\003\041\000'; printf "$1"; }
# verifies KEY(DER) MESSAGE SIGNATURE
verifies() {
    [ "$(wc -c < "$3")" -eq 64 ] &&
        openssl pkeyutl -verify -pubin -keyform DER -inkey "$1" -rawin -in "$2" -sigfile "$3" > /dev/null 2>&1
}

name="checkpoint"
[ "$(wc -l < audit/log-key)" -eq 1 ] && [ -z "$(tail -c 1 audit/log-key | tr -d '\n')" ] || fail "$name" "audit/log-key is not one line"
logkey=$(cat audit/log-key)
awk "$SHARED"'
BEGIN { tables() }
{
    n = index($0, "+"); origin = substr($0, 1, n - 1); rest = substr($0, n + 1)
    m = index(rest, "+"); hash = substr(rest, 1, m - 1); key = unbase(substr(rest, m + 1))
    if (n < 2 || origin ~ /[^!-~]/ || length(hash) != 8 || hash ~ /[^0-9a-f]/ || key == "!" || COUNT != 33 || substr(key, 1, 4) != "\\001") exit
    print origin; print hash; print substr(key, 5)
}' audit/log-key > "$tmp/key"
[ -s "$tmp/key" ] || fail "$name" "audit/log-key is no Ed25519 verifier key"
origin=$(sed -n 1p "$tmp/key"); keyhash=$(sed -n 2p "$tmp/key"); keyoct=$(sed -n 3p "$tmp/key")
spki "$keyoct" > "$tmp/log.der"
[ "$({ printf '%s\n\001' "$origin"; printf "$keyoct"; } | sha256sum | cut -c 1-8)" = "$keyhash" ] ||
    fail "$name" "the hash in audit/log-key is another key's"
awk "$SHARED"'
function no() { print "!"; stop = 1; exit }
BEGIN { tables() }
NR == 1 { if ($0 != ORIGIN) no() }
NR == 2 { if ($0 !~ /^(0|[1-9][0-9]*)$/ || length($0) > 15 || $0 == "0") no(); size = $0 }
NR == 3 { root = unbase($0); if (root == "!" || COUNT != 32) no() }
NR == 4 { if ($0 != "") no() }
NR > 4 {
    if (split($0, p, " ") != 3 || p[1] != DASH || $0 != p[1] " " p[2] " " p[3]) no()
    v = unbase(p[3]); if (v == "!") no()
    if (p[2] == ORIGIN && COUNT == 68 && substr(v, 1, 16) == hexoct(KEYHASH)) sigs[++found] = substr(v, 17)
    if (!found) no()
}
END {
    if (stop || !found || NR < 5) { print "!"; exit }
    print size; print root; for (i = 1; i <= found; i++) print sigs[i]
}' ORIGIN="$origin" DASH="$(printf '\342\200\224')" \
    KEYHASH="$keyhash" audit/checkpoint > "$tmp/note"
[ "$(sed -n 1p "$tmp/note")" != "!" ] && [ -z "$(tail -c 1 audit/checkpoint | tr -d '\n')" ] ||
    fail "$name" "audit/checkpoint is no checkpoint of this log"
size=$(sed -n 1p "$tmp/note")
printf "$(sed -n 2p "$tmp/note")" > "$tmp/root"
root=$(od -A n -t x1 "$tmp/root" | tr -d ' \n')
sed -n 1,3p audit/checkpoint > "$tmp/body"
sed 1,2d "$tmp/note" > "$tmp/notesigs"
while read -r line; do
    printf "$line" > "$tmp/notesig"
    verifies "$tmp/log.der" "$tmp/body" "$tmp/notesig" || fail "$name" "the log's key did not sign the checkpoint"
done << EOF
$(cat "$tmp/notesigs")
EOF
ok "$name"

# --- what others say of the checkpoint ----------------------------------------------------------------------------
name="cosignatures"
: > "$tmp/witness-keys"
if [ -f audit/witness-keys ]; then
    [ -s audit/witness-keys ] && [ -z "$(tail -c 1 audit/witness-keys | tr -d '\n')" ] ||
        fail "$name" "the last line of audit/witness-keys is not complete"
    cp audit/witness-keys "$tmp/witness-keys"
fi
sed 1,5d audit/checkpoint > "$tmp/lines"
awk -v DASH="$(printf '\342\200\224')" "$SHARED"'
function no(why) { print "! " why; stop = 1; exit }
function byte(v, i) { return substr(v, 4 * i - 2, 1) * 64 + substr(v, 4 * i - 1, 1) * 8 + substr(v, 4 * i, 1) }
BEGIN { tables() }
FILENAME == ARGV[1] {
    n = index($0, "+"); name = substr($0, 1, n - 1); rest = substr($0, n + 1)
    m = index(rest, "+"); hash = substr(rest, 1, m - 1); key = unbase(substr(rest, m + 1))
    if (n < 2 || name ~ /[^!-~]/ || length(hash) != 8 || hash ~ /[^0-9a-f]/ || key == "!" || COUNT != 33 || substr(key, 1, 4) != "\\004")
        no("line " FNR " of audit/witness-keys is no key of a witness")
    if (FNR > 1 && !(("_" $0) > ("_" last))) no("audit/witness-keys is not in its order")
    last = $0; keys++; NAME[keys] = name; HASH[keys] = hash; KEY[keys] = substr(key, 5); next
}
{
    if (split($0, p, " ") != 3 || p[1] != DASH || $0 != p[1] " " p[2] " " p[3]) no("a line is no cosignature")
    v = unbase(p[3]); if (v == "!" || COUNT != 76) no("a line is no cosignature")
    signed++
    if (signed > keys || p[2] != NAME[signed] || substr(v, 1, 16) != hexoct(HASH[signed]))
        no("a cosignature is not by the key in its place in audit/witness-keys")
    time = 0; for (i = 5; i <= 12; i++) time = time * 256 + byte(v, i)
    if (time < 1 || time >= 1099511627776) no("a cosignature has no time")
    printf "%s %s %s %.0f %s\n", NAME[signed], HASH[signed], KEY[signed], time, substr(v, 49)
}
END { if (!stop && signed + 0 != keys + 0) print "! there are not as many cosignatures as keys of witnesses" }
' "$tmp/witness-keys" "$tmp/lines" > "$tmp/cosignatures"
why=$(sed -n 's/^! //p' "$tmp/cosignatures")
[ -z "$why" ] || fail "$name" "$why"
while read -r witness hash key time signature; do
    [ "$({ printf '%s\n\004' "$witness"; printf "$key"; } | sha256sum | cut -c 1-8)" = "$hash" ] ||
        fail "$name" "the hash in audit/witness-keys is another key's than $witness's"
    spki "$key" > "$tmp/witness.der"
    { printf 'cosignature/v1\ntime %s\n' "$time"; cat "$tmp/body"; } > "$tmp/cosigned"
    printf "$signature" > "$tmp/cosignature"
    verifies "$tmp/witness.der" "$tmp/cosigned" "$tmp/cosignature" || fail "$name" "$witness did not sign this checkpoint at this time"
done < "$tmp/cosignatures"
ok "$name"

# hexadecimal bytes of FILE
hexof() { od -A n -v -t x1 "$1" | tr -d ' \n'; }
# token N: a timestamp over the log's note and the tokens before it, which lie in $tmp/stamped.N; prints why it is none, or its time
token() {
    file=audit/timestamps/$1.tst
    openssl ts -reply -token_in -in "$file" -text > /dev/null 2>&1 &&
        openssl cms -verify -noverify -binary -inform DER -in "$file" -signer "$tmp/signer.pem" -out "$tmp/info" > /dev/null 2>&1 ||
        { echo "! it is no token, or not signed by the certificate in it"; return; }
    # ESSCertIDv2: the token must name its certificate by a good hash
    hexof "$file" | grep -q 060b2a864886f70d010910022f || { echo "! it does not name the certificate that signed it"; return; }
    openssl asn1parse -inform DER -in "$tmp/info" > "$tmp/info.text" 2> /dev/null || { echo "! it cannot be read"; return; }
    imprint=$(awk '
    { line = $0; sub(/^.*:/, "") }
    line ~ /prim: OBJECT / && ++objects == 2 { hash = $0 }
    line ~ /prim: OCTET STRING / && !octets++ { imprint = tolower($0) }
    line ~ /prim: GENERALIZEDTIME/ && !times++ { sub(/Z$/, ""); time = $0 }
    END { print hash, imprint, time }' "$tmp/info.text")
    read -r hash imprint time << EOF
$imprint
EOF
    case $hash in sha256 | sha384 | sha512) ;; *) echo "! it is over a hash that is not accepted"; return ;; esac
    [ "$(openssl dgst -r "-$hash" < "$tmp/stamped.$1" | cut -d ' ' -f 1)" = "$imprint" ] ||
        { echo "! it is over something else"; return; }
    case $time in [12][0-9][0-9][0-9][01][0-9][0-3][0-9][0-2][0-9][0-5][0-9][0-6][0-9]*) ;; *) echo "! it has no time"; return ;; esac
    openssl x509 -in "$tmp/signer.pem" -noout -ext extendedKeyUsage -startdate -enddate -dateopt iso_8601 2> /dev/null |
        awk -v TIME="$time" '
        function digits(t) { gsub(/[^0-9]/, "", t); return t "" }
        /Extended Key Usage: critical$/ { getline; sub(/^ */, ""); if ($0 == "Time Stamping") good = 1 }
        /^notBefore=/ { from = digits($0) }
        /^notAfter=/ { to = digits($0) }
        END { if (!good || ("_" from) > ("_" TIME) || ("_" substr(TIME, 1, 14)) > ("_" to)) print "! its certificate is not for timestamps, or was not valid then" }' |
        grep . || echo "$time"
}
name="timestamps"
stamps=0
before=
: > "$tmp/times"
head -n 5 audit/checkpoint > "$tmp/stamped.1"
while [ -f "audit/timestamps/$((stamps + 1)).tst" ]; do
    stamps=$((stamps + 1))
    time=$(token "$stamps")
    case $time in "! "*) fail "$name" "audit/timestamps/$stamps.tst: ${time#! }" ;; esac
    [ "$(printf '%s\n%s\n' "$before" "$time" | sort | head -n 1)" = "$before" ] ||
        fail "$name" "audit/timestamps/$stamps.tst is older than the one before it"
    before=$time
    echo "$time" >> "$tmp/times"
    cat "$tmp/stamped.$stamps" "audit/timestamps/$stamps.tst" > "$tmp/stamped.$((stamps + 1))"
done
ok "$name"

# entries FILE FOLDER: takes the lines apart; leaves bytes, leaf bytes, and what each line says.
entries() {
    mkdir "$tmp/$2" "$tmp/$2.leaf"
    [ -z "$(tail -c 1 "$1" | tr -d '\n')" ] || { echo "its last line is not complete"; return; }
    awk -F '"' -v OUT="$tmp/$2" "$SHARED"'
    function no(why) { print "line " NR " " why; exit }
    BEGIN { tables(); last = -1 }
    {
        if ($1 != "{" || $2 != "entry" || $3 != ":" || $5 != "," || $6 != "index" || $8 != "leafHash" || $9 != ":" || \
            $11 != "," || $12 != "proof" || NF < 13) no("is not a logged entry")
        n = $7
        if (n !~ /^:(0|[1-9][0-9]*),$/ || length(n) > 17) no("has no index")
        n = substr(n, 2, length(n) - 2)
        if (n + 0 <= last + 0) no("is not in the order of the log")
        last = n
        if (!ishash($10)) no("has no leaf hash")
        path = ""
        if (NF == 13) { if ($13 != ":[]}") no("has no proof") }
        else {
            if ($13 != ":[" || $NF != "]}" || NF % 2 != 1) no("has no proof")
            for (i = 14; i < NF; i += 2) {
                if (!ishash($i) || (i + 1 < NF && $(i + 1) != ",")) no("has no proof")
                path = path (path == "" ? "" : ",") $i
            }
        }
        bytes = unbase($4)
        if (bytes == "!") no("has no entry in base64")
        print "printf \047" bytes "\047 > \"" OUT "/" NR "\"" > (OUT ".sh")
        print "printf \047\\000" bytes "\047 > \"" OUT ".leaf/" NR "\"" > (OUT ".sh")
        print NR, n, $10, (path == "" ? "-" : path) > (OUT ".lines")
    }' "$1"
    [ ! -f "$tmp/$2.sh" ] || . "$tmp/$2.sh"
}

# proofs FOLDER: RFC 9162 section 2.1.3.2 for all lines at once, one level of the tree after the other.
proofs() {
    [ -f "$tmp/$1.lines" ] || return 0
    (cd "$tmp/$1.leaf" && find . -type f -exec sha256sum {} +) | sed 's|^\([0-9a-f]*\) [ *]\./|\1 |' > "$tmp/sums"
    awk -v SIZE="$size" '
    FILENAME == ARGV[1] { H[$2] = $1 ""; next }
    {
        if (H[$1] != $3 "") { print "!", "the leaf hash of line " $1 " is not that of its entry"; exit }
        if ($2 + 0 >= SIZE + 0) { print "!", "line " $1 " is beyond the log"; exit }
        printf "%s %.0f %.0f %s %s\n", $1, $2, SIZE - 1, $3, $4
    }' "$tmp/sums" "$tmp/$1.lines" > "$tmp/state"
    round=0
    while [ -s "$tmp/state" ]; do
        case $(head -n 1 "$tmp/state") in "!"*) sed -n '1s/^! //p' "$tmp/state"; return ;; esac
        grep '^!' "$tmp/state" | sed 's/^! //;q' | grep . && return
        rm -rf "$tmp/node" && mkdir "$tmp/node" && : > "$tmp/node.sh" && : > "$tmp/next"
        awk -v OUT="$tmp/node" -v ROOT="$root" "$SHARED"'
        BEGIN { tables() }
        {
            fn = $2; sn = $3; hash = $4; path = $5
            if (path == "-") { if (sn + 0 != 0 || (hash "") != (ROOT "")) { print "line " $1 " does not lead to the root"; exit }; next }
            if (sn + 0 == 0) { print "line " $1 " has too long a proof"; exit }
            c = index(path, ","); p = c ? substr(path, 1, c - 1) : path; path = c ? substr(path, c + 1) : "-"
            if (fn % 2 == 1 || fn == sn) {
                both = p hash
                while (fn % 2 == 0 && fn != 0) { fn = int(fn / 2); sn = int(sn / 2) }
            } else both = hash p
            fn = int(fn / 2); sn = int(sn / 2)
            print "printf \047\\001" hexoct(both) "\047 > \"" OUT "/" $1 "\"" > (OUT ".sh")
            printf "%s %.0f %.0f - %s\n", $1, fn, sn, path > (OUT "/../next")
        }' "$tmp/state" > "$tmp/why"
        if [ -s "$tmp/why" ]; then cat "$tmp/why"; return; fi
        . "$tmp/node.sh"
        (cd "$tmp/node" && find . -type f -exec sha256sum {} +) | sed 's|^\([0-9a-f]*\) [ *]\./|\1 |' > "$tmp/sums"
        awk 'FILENAME == ARGV[1] { H[$2] = $1; next } { $4 = H[$1]; print }' "$tmp/sums" "$tmp/next" > "$tmp/state"
        round=$((round + 1))
        [ "$round" -le 64 ] || { echo "a proof is too long"; return; }
    done
}

name="log entries"
why=$(entries audit/entries.jsonl audit)
[ -z "$why" ] || fail "$name" "audit/entries.jsonl: $why"
why=$(proofs audit)
[ -z "$why" ] || fail "$name" "audit/entries.jsonl: $why"
ok "$name"
name="log entries of certificates"
why=$(entries certificates/entries.jsonl certs)
[ -z "$why" ] || fail "$name" "certificates/entries.jsonl: $why"
why=$(proofs certs)
[ -z "$why" ] || fail "$name" "certificates/entries.jsonl: $why"
ok "$name"

# --- every fact ---------------------------------------------------------------------------------------------------
name="canonical JSON"
{
    flat record/version.json record/version.json
    for file in record/plan.json record/versions/*.json signatures/*.statement.json signatures/*.intent.json \
        signatures/*.presentation.json signatures/*.webauthn.json signatures/*.list.json signatures/*.row.json certificates/*.enrolment.json certificates/*.ended.json; do
        [ ! -f "$file" ] || flat "$file" "$file"
    done
    for folder in audit certs; do
        [ ! -f "$tmp/$folder.lines" ] || while read -r line rest; do
            flat "$tmp/$folder/$line" "$folder/$line"
        done < "$tmp/$folder.lines"
    done
} > "$tmp/facts"
broken=$(awk -F '\t' '$3 == "!" { print $1 " (" $4 ")"; exit }' "$tmp/facts")
[ -z "$broken" ] || fail "$name" "$broken is not canonical JSON"
ok "$name"

# fact FILE POINTER
fact() { awk -F '\t' -v F="$1" -v P="$2" '$1 == F && $2 == P && $3 != "o" && $3 != "a" { print $4; exit }' "$tmp/facts"; }

# bytesof FILE POINTER OUT: the bytes that a string in base64 stands for
bytesof() {
    fact "$1" "$2" | awk "$SHARED"'BEGIN { tables() } { print unbase($0) }' > "$tmp/oct"
    [ -s "$tmp/oct" ] && [ "$(cat "$tmp/oct")" != "!" ] && printf "$(cat "$tmp/oct")" > "$3"
}

# --- certificates -------------------------------------------------------------------------------------------------
: > "$tmp/certs.table"
certificate() { # FILE
    openssl x509 -in "$1" -out "$tmp/again.pem" 2> /dev/null && cmp -s "$tmp/again.pem" "$1" || return 1
    openssl x509 -in "$1" -outform DER -out "$tmp/cert.der" 2> /dev/null || return 1
    openssl x509 -in "$1" -noout -pubkey > "$tmp/cert.pub" 2> /dev/null || return 1
    openssl pkey -pubin -in "$tmp/cert.pub" -outform DER -out "$tmp/cert.spki" 2> /dev/null || return 1
    [ "$(wc -c < "$tmp/cert.spki")" -eq 44 ] && [ "$(head -c 12 "$tmp/cert.spki" | od -A n -t x1 | tr -d ' \n')" = 302a300506032b6570032100 ] || return 1
    cp "$tmp/cert.spki" "$tmp/$(echo "$1" | tr / _).spki"
    openssl x509 -in "$1" -noout -subject -nameopt multiline,utf8,-esc_msb -serial -startdate -enddate -dateopt iso_8601 \
        -ext basicConstraints,keyUsage > "$tmp/cert.text" 2> /dev/null || return 1
    awk -v F="$1" -v DER="$(sha256sum < "$tmp/cert.der" | cut -c 1-64)" -v SPKI="$(sha256sum < "$tmp/cert.spki" | cut -c 1-64)" \
        -v RAW="$(tail -c 32 "$tmp/cert.spki" | openssl base64 -A)" '
    function time(t) { gsub(/^[^=]*=/, "", t); sub(/ /, "T", t); sub(/Z$/, ".000000Z", t); return t }
    /^ *userId  *= / { user = $0; sub(/^ *userId  *= /, "", user); users++ }
    /^notBefore=/ { from = time($0) }
    /^notAfter=/ { to = time($0) }
    /^serial=/ { serial = tolower(substr($0, 8)) }
    /CA:TRUE/ { ca = 1 }
    /Non Repudiation/ { commits = 1 }
    /Certificate Sign/ { signs = 1 }
    END { print F "\t" DER "\t" SPKI "\t" RAW "\t" (users == 1 ? user : "") "\t" from "\t" to "\t" (ca ? "ca" : "-") "\t" (commits && !signs ? "commits" : "-") "\t" serial }' \
        "$tmp/cert.text" >> "$tmp/certs.table"
}

# issued CERTIFICATE AUTHORITY: whether that authority signed it
issued() {
    openssl verify -no_check_time -partial_chain -no-CApath -no-CAstore -CAfile "$2" "$1" > /dev/null 2>&1
}
# the authorities, the first one first: each later one is certified by the one before
: > "$tmp/authorities"
: > "$tmp/issuers"
if [ -f certificates/authority.pem ]; then
    name="authority"
    openssl verify -no_check_time -check_ss_sig -no-CApath -no-CAstore -CAfile certificates/authority.pem \
        certificates/authority.pem > /dev/null 2>&1 || fail "$name" "certificates/authority.pem is not signed by its own key"
    before=certificates/authority.pem
    echo "$before" >> "$tmp/authorities"
    n=2
    while [ -f "certificates/authority-$n.pem" ]; do
        issued "certificates/authority-$n.pem" "$before" || fail "$name" "certificates/authority-$n.pem is not certified by $before"
        before=certificates/authority-$n.pem
        echo "$before" >> "$tmp/authorities"
        n=$((n + 1))
    done
    ok "$name"
fi
name="certificates"
for file in certificates/*.pem; do
    [ -f "$file" ] || continue
    certificate "$file" || fail "$name" "$file is no Ed25519 certificate in PEM"
    case $file in certificates/authority*) continue ;; esac
    issuer=
    n=0
    while [ -z "$issuer" ] && read -r one; do
        n=$((n + 1))
        issued "$file" "$one" && issuer=$n
    done < "$tmp/authorities"
    [ -n "$issuer" ] || fail "$name" "$file is not issued by certificates/authority.pem, nor by one that came after it"
    printf '%s\t%s\n' "$file" "$issuer" >> "$tmp/issuers"
done
ok "$name"

# --- the list of revoked certificates -----------------------------------------------------------------------------
: > "$tmp/revoked"
if [ -f certificates/revocation.crl ]; then
    name="revocation list"
    openssl crl -inform DER -in certificates/revocation.crl -outform DER -out "$tmp/again.crl" 2> /dev/null &&
        cmp -s "$tmp/again.crl" certificates/revocation.crl || fail "$name" "certificates/revocation.crl is no such list"
    openssl crl -inform DER -in certificates/revocation.crl -noout -no-CApath -no-CAstore \
        -CAfile "$(tail -n 1 "$tmp/authorities")" 2>&1 | grep -q "verify OK" || fail "$name" "the newest authority did not sign it"
    openssl asn1parse -inform DER -in certificates/revocation.crl 2> /dev/null | awk '
    { depth = $0; sub(/^.*d=/, "", depth); sub(/ .*/, "", depth); value = $0; sub(/^.*:/, "", value); time = "" }
    /prim: *UTCTIME/ { time = (substr(value, 1, 2) < "50" ? "20" : "19") value }
    /prim: *GENERALIZEDTIME/ { time = value }
    depth == 4 && /prim: *INTEGER/ { serial = tolower(value) }
    time != "" {
        time = substr(time, 1, 4) "-" substr(time, 5, 2) "-" substr(time, 7, 2) "T" substr(time, 9, 2) ":" substr(time, 11, 2) ":" substr(time, 13, 2)
        if (depth == 2 && !made++) print "made\t" time
        if (depth == 4) print serial "\t" time
    }' > "$tmp/revoked"
    [ -s "$tmp/revoked" ] || fail "$name" "certificates/revocation.crl is no such list"
fi

# --- signatures ---------------------------------------------------------------------------------------------------
for statement in signatures/*.statement.json; do
    [ -f "$statement" ] || continue
    id=${statement#signatures/}
    id=${id%.statement.json}
    name="signature $id: certificate file"
    key=$(fact "$statement" /signer/keyId)
    case $key in *[!0-9a-f-]* | "") fail "$name" "the statement names no key" ;; esac
    [ -f "certificates/$key.cert.pem" ] && cmp -s "certificates/$key.cert.pem" "signatures/$id.cert.pem" ||
        fail "$name" "the certificate beside the signature is not the signer's"
    der="$tmp/certificates_$key.cert.pem.spki"
    name="signature $id: Ed25519"
    verifies "$der" "$statement" "signatures/$id.sig" ||
        fail "$name" "the 64 bytes are not the signature of the certificate's key over the statement"
    ok "$name"
    name="signature $id: JWS"
    jws=$(cat "signatures/$id.jws")
    header=${jws%%.*}
    rest=${jws#*.}
    payload=${rest%%.*}
    signature=${rest#*.}
    [ "$(printf %s "$jws" | tr -cd . | wc -c)" -eq 2 ] && [ "$(printf %s "$jws" | wc -c)" -eq "$(wc -c < "signatures/$id.jws")" ] ||
        fail "$name" "it has not three parts"
    [ "$header" = "$(printf '{"alg":"EdDSA","kid":"%s","typ":"countersign-signature+jws"}' "$key" | openssl base64 -A | tr '+/' '-_' | tr -d '=')" ] ||
        fail "$name" "its header is not that of this key"
    [ "$payload" = "$(openssl base64 -A -in "$statement" | tr '+/' '-_' | tr -d '=')" ] ||
        fail "$name" "its payload is not the statement"
    printf %s "$header.$payload" > "$tmp/jws"
    printf '%s==' "$signature" | tr -- '-_' '+/' | awk "$SHARED"'BEGIN { tables() } { print unbase($0) }' > "$tmp/jws.oct"
    printf "$(cat "$tmp/jws.oct")" > "$tmp/jws.sig"
    verifies "$der" "$tmp/jws" "$tmp/jws.sig" || fail "$name" "its signature is not by this key"
    ok "$name"
done
# --- passkeys: ES256 over authenticator data and the hash of the client data, which answer to the hash of the intent -----------
# point KEY: whether the file is the SubjectPublicKeyInfo of a point of P-256, in its one form
point() {
    [ "$(wc -c < "$1")" -eq 91 ] && [ "$(head -c 27 "$1" | od -A n -v -t x1 | tr -d ' \n')" = \
        3059301306072a8648ce3d020106082a8648ce3d03010703420004 ]
}
for statement in signatures/*.statement.json; do
    [ -f "$statement" ] || continue
    id=${statement#signatures/}
    id=${id%.statement.json}
    answer=signatures/$id.webauthn.json
    stated=$(fact "$statement" /authentication/passkey/assertionSha256)
    component=$(awk -F '\t' -v F="$statement" '$1 == F && $2 ~ /^\/authentication\/components\/[0-9]+$/ && $4 == "passkey" { print "yes"; exit }' "$tmp/facts")
    [ -n "$stated" ] || [ -n "$component" ] || [ -f "$answer" ] || continue
    name="signature $id: passkey"
    [ -n "$component" ] && [ -n "$stated" ] || fail "$name" "the statement names no passkey's answer"
    [ -f "$answer" ] || fail "$name" "the passkey's answer is missing"
    [ "$(sha256sum < "$answer" | cut -c 1-64)" = "$stated" ] || fail "$name" "it is not the answer that the statement names"
    for part in credentialId publicKey clientData authenticatorData signature; do
        bytesof "$answer" "/$part" "$tmp/passkey.$part" || fail "$name" "its $part is not base64"
    done
    for part in credentialId publicKey; do
        [ "$(sha256sum < "$tmp/passkey.$part" | cut -c 1-64)" = "$(fact "$statement" "/authentication/passkey/${part}Sha256")" ] ||
            fail "$name" "its $part is not the one that the statement names"
    done
    ok "$name"
    name="signature $id: passkey assertion"
    host=$(fact "$answer" /host)
    asked=$(fact "$answer" /origin)
    # the hash of the intent, or of the list that the signer proved
    asks=$(fact "$statement" /intent/batch/listSha256)
    [ -n "$asks" ] || asks=$(fact "$statement" /intentSha256)
    challenge=$(echo "$asks" | awk "$SHARED"'BEGIN { tables() } { if (ishash($0)) print hexoct($0) }')
    [ -n "$challenge" ] || fail "$name" "the statement names no intent"
    challenge=$(printf "$challenge" | openssl base64 -A | tr '+/' '-_' | tr -d '=')
    head="{\"type\":\"webauthn.get\",\"challenge\":\"$challenge\",\"origin\":\"$asked\""
    [ "$(head -c "${#head}" "$tmp/passkey.clientData")" = "$head" ] || fail "$name" "it does not answer to this intent"
    case $(tail -c "+$((${#head} + 1))" "$tmp/passkey.clientData" | head -c 1) in , | \}) ;; *) fail "$name" "its client data are not written as they have to be" ;; esac
    case $host in "" | *[!A-Za-z0-9.-]*) fail "$name" "it names no host" ;; esac
    place=${asked#http://}
    place=${place#https://}
    port=${place#"$host"}
    case $asked in "http://$host$port" | "https://$host$port") ;; *) fail "$name" "it was asked by a page of another host" ;; esac
    case $port in "" | :[0-9] | :[0-9][0-9] | :[0-9][0-9][0-9] | :[0-9][0-9][0-9][0-9] | :[0-9][0-9][0-9][0-9][0-9]) ;; *) fail "$name" "it was asked by a page of another host" ;; esac
    [ "$(wc -c < "$tmp/passkey.authenticatorData")" -ge 37 ] || fail "$name" "the authenticator's data are too short"
    [ "$(head -c 32 "$tmp/passkey.authenticatorData" | od -A n -v -t x1 | tr -d ' \n')" = "$(printf %s "$host" | sha256sum | cut -c 1-64)" ] ||
        fail "$name" "the authenticator was asked by another host"
    flags=$(od -A n -v -t u1 -j 32 -N 1 "$tmp/passkey.authenticatorData" | tr -d ' ')
    [ "$((flags % 2))" -eq 1 ] && [ "$((flags / 4 % 2))" -eq 1 ] || fail "$name" "the authenticator did not verify the person"
    point "$tmp/passkey.publicKey" || fail "$name" "its key is no P-256 key"
    { cat "$tmp/passkey.authenticatorData"; openssl dgst -sha256 -binary "$tmp/passkey.clientData"; } > "$tmp/passkey.signed"
    openssl dgst -sha256 -keyform DER -verify "$tmp/passkey.publicKey" -signature "$tmp/passkey.signature" "$tmp/passkey.signed" > /dev/null 2>&1 ||
        fail "$name" "the passkey's key did not sign it"
    ok "$name"
done
for statement in certificates/*.enrolment.json; do
    [ -f "$statement" ] || continue
    key=${statement#certificates/}
    key=${key%.enrolment.json}
    name="enrolment $key"
    officer=$(fact "$statement" /proofing/officer/keyId)
    case $officer in *[!0-9a-f-]* | "") fail "$name" "the statement names no officer" ;; esac
    [ -f "$tmp/certificates_$officer.cert.pem.spki" ] || fail "$name" "the officer's key is not in the bundle"
    verifies "$tmp/certificates_$officer.cert.pem.spki" "$statement" "certificates/$key.enrolment.sig" ||
        fail "$name" "the statement is not signed by the officer's key"
    ok "$name"
done

# --- what the facts must say of each other ------------------------------------------------------------------------
for list in audit certs; do [ -f "$tmp/$list.lines" ] || : > "$tmp/$list.lines"; done
awk 'FILENAME == ARGV[1] { L[$2] = $1; next } { print $1, $2, L[$2] }' "$tmp/lengths" "$tmp/hashes" > "$tmp/h"
awk -F '\t' -v PLACES="$tmp/places" '
function no(name, why) { print "FAILED\t" name "\t" why; failed = 1; exit 1 }
function good(name) { print "ok\t" name }
function home(f, format) {
    return V[f, "/format"] == format && V[f, "/organisation"] == M["/organisation"] && \
        V[f, "/installation"] == M["/installation"] && V[f, "/environment"] == M["/environment"]
}
function number(f, p, n) { return T[f, p] == "n" && V[f, p] == n }
function istime(t) { return t ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9][.][0-9][0-9][0-9][0-9][0-9][0-9]Z$/ }
function inforce(key, t,   f) {
    f = "certificates/" key ".cert.pem"
    return istime(t) && FROM[f] <= t && t <= TO[f] && istime(V[E(key), "/enrolledAt"]) && V[E(key), "/enrolledAt"] <= t && \
        (!((D(key), "") in T) || V[D(key), "/createdAt"] > t)
}
function state(key, t,   f) { # how the certificate stands to what it signed at t
    f = "certificates/" key ".cert.pem"
    if (!istime(t) || FROM[f] > t || t > TO[f] || !istime(V[E(key), "/enrolledAt"]) || V[E(key), "/enrolledAt"] > t) return "unknown"
    if (!((D(key), "") in T)) return "valid"
    return V[D(key), "/createdAt"] > t ? "revoked after signing" : "revoked before"
}
function ca(n) { return n == 1 ? "certificates/authority.pem" : "certificates/authority-" n ".pem" }
function oftime(key,   next_) { # whether the authority that issued it was the one when the person was enrolled
    next_ = ca(ISSUER["certificates/" key ".cert.pem"] + 1)
    return istime(V[E(key), "/enrolledAt"]) && (!(next_ in DER) || V[E(key), "/enrolledAt"] < FROM[next_])
}
function E(key) { return "certificates/" key ".enrolment.json" }
function D(key) { return "certificates/" key ".ended.json" }
function sound(key,   f, c) {
    f = E(key); c = "certificates/" key ".cert.pem"
    return ((f, "") in T) && home(f, "countersign/enrolment/v1") && V[f, "/key/keyId"] == key && V[f, "/certificateSha256"] == DER[c] && \
        V[f, "/person/userId"] == USER[c] && USER[c] != "" && V[f, "/key/spkiSha256"] == SPKI[c] && V[f, "/key/publicKey"] == RAW[c] && oftime(key)
}
function tofounder(key,   seen, officer, f) { # signatures of enrolments are checked for all of them already
    split("", SEEN)
    while (!(key in SEEN)) {
        SEEN[key] = 1; NEEDED[key] = 1; f = E(key); officer = V[f, "/proofing/officer/keyId"]
        if (!sound(key) || !sound(officer) || V[f, "/proofing/officer/userId"] != V[E(officer), "/person/userId"] || \
            V[f, "/proofing/officer/userId"] == V[f, "/person/userId"]) return 0
        if (V[f, "/founder"] == "true") {
            NEEDED[officer] = 1
            return V[E(officer), "/founder"] == "true" && V[E(officer), "/proofing/officer/keyId"] == key
        }
        if (!inforce(officer, V[f, "/enrolledAt"])) return 0
        key = officer
    }
    return 0
}
function isauthor(f, who) { return V[f, "/author/kind"] == "person" && V[f, "/author/id"] == who }
function independent(step, who,   i, j, code, wrote) {
    for (i = 0; i < V[PLAN, step "/independentOf"] + 0; i++) {
        code = V[PLAN, step "/independentOf/" i]
        if (code == "author") {
            if (isauthor(VERSION, who)) return 0
            for (j = 1; j < M["/version"] + 0; j++) if (isauthor("record/versions/" j ".json", who)) return 0
        }
        for (j = 1; j <= SIGNED; j++)
            if (V[S(j), "/signer/userId"] == who && V[S(j), "/intent/planStep"] == code) return 0
        for (j = 1; j <= AUDIT; j++)
            if (V["audit/" j, "/type"] == "record.signed" && V["audit/" j, "/recordVersion"] + 0 <= M["/version"] + 0 && \
                V["audit/" j, "/actor/id"] == who && V["audit/" j, "/new/planStep"] == code) return 0
    }
    return 1
}
# what the log tells of the passkey that answered; its signature is checked already
function passkey(i, n, s,   a, p, c, j, f, count) {
    a = "signatures/" ID[i] ".webauthn.json"; p = "/authentication/passkey"
    if (!((a, "") in T)) return
    if (V[a, ""] != 13 || !home(a, "countersign/webauthn/v1") || V[a, "/algorithm"] != "ES256" || V[a, "/person"] != V[s, "/signer/userId"])
        no(n "passkey", "it is not of its format, this installation and the signer")
    c = V[s, p "/credentialIdSha256"]; PASSKEY[c] = 1; ANSWERED[i] = c
    for (j = 1; j <= CERTS; j++) {
        f = "certs/" j
        if (V[f, "/type"] !~ /^passkey[.]/ || V[f, "/new/credentialIdSha256"] != c) continue
        if (!istime(V[f, "/time"])) no(n "passkey registered", "an entry has no time")
        if (V[f, "/type"] != "passkey.registered") {
            if (V[f, "/time"] <= V[s, "/authentication/provedAt"]) no(n "passkey registered", "it had ended")
            continue
        }
        count++; REGISTERED[c] = INDEX["certs", j]
        if (!home(f, "countersign/audit-entry/v1") || V[f, "/actor/kind"] != "person" || V[f, "/actor/id"] != V[s, "/signer/userId"] || \
            V[f, "/new/publicKeySha256"] != V[s, p "/publicKeySha256"] || V[f, "/new/host"] != V[a, "/host"] || \
            V[f, "/time"] > V[s, "/authentication/provedAt"]) no(n "passkey registered", "somebody else, or another key, was registered")
    }
    if (count != 1) no(n "passkey registered", "the log does not tell that the signer registered it")
    good(n "passkey registered")
}
function every(f, p) {
    return T[f, p] == "a" && V[f, p] == 2 && V[f, p "/0"] == "password" && (V[f, p "/1"] == "totp" || V[f, p "/1"] == "passkey")
}
function seconds(t,   y, m, d) { # to the second
    y = substr(t, 1, 4) + 0; m = substr(t, 6, 2) + 0; d = substr(t, 9, 2) + 0
    if (m < 3) { y--; m += 12 }
    return (365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + d) * 86400 + \
        substr(t, 12, 2) * 3600 + substr(t, 15, 2) * 60 + substr(t, 18, 2)
}
function withintwohours(from, to,   d) {
    d = seconds(to) - seconds(from)
    return from <= to && (d < 7200 || (d == 7200 && substr(to, 20) <= substr(from, 20)))
}
function near(one, other,   d) { # not more than 5 seconds between them
    if (!istime(one) || !istime(other)) return 0
    d = (seconds(one) - seconds(other)) * 1000000 + substr(one, 21, 6) - substr(other, 21, 6)
    return d >= -5000000 && d <= 5000000
}
function both(a, b, p) { return T[a, p] != "" && T[a, p] == T[b, p] && V[a, p] == V[b, p] }
# nobody signs the end of a certificate: it is what its entry in the log tells, or it is nothing
function ends(   i, j, k, d, f, count) {
    for (i = 1; i <= KEYCOUNT; i++) {
        k = KEYLIST[i]; d = D(k); count = 0
        for (j = 1; j <= CERTS; j++) {
            f = "certs/" j
            if (V[f, "/type"] != "key.ended" || V[f, "/new/keyId"] != k) continue
            count++
            if (!((d, "") in T) || !home(d, "countersign/certificate-event/v1") || !home(f, "countersign/audit-entry/v1") || \
                V[d, "/event"] != "ended" || V[d, "/keyId"] != k || V[f, "/subject"] != "person:" V[d, "/userId"] || \
                !both(d, f, "/actor") || !both(d, f, "/actor/id") || !both(d, f, "/actor/kind") || !both(d, f, "/reason") || \
                (((f, "/new/eventSha256") in T) ? V[f, "/new/eventSha256"] != H[d] : !near(V[d, "/createdAt"], V[f, "/time"])))
                no("certificate ends", "the end of the certificate of key " k " is not what the log tells of it")
        }
        if (count != (((d, "") in T) ? 1 : 0)) no("certificate ends", "the end of the certificate of key " k " is not what the log tells of it")
    }
    good("certificate ends")
}
# all components, or one in a series that the log tells the signer began with all; its signature is checked already
function components(i, n, s,   a, p, c, j, f, count, number_) {
    a = "/authentication/components"; p = "/authentication/series"
    if (!((s, p) in T)) {
        if (!every(s, a)) no(n "components", "they are not all, and it names no series")
        good(n "components"); return
    }
    number_ = V[s, p "/position"]
    if (T[s, a] != "a" || V[s, a] != 1 || (V[s, a "/0"] != "password" && V[s, a "/0"] != "passkey") || T[s, p] != "o" || V[s, p] != 5 || T[s, p "/seriesId"] != "s" || \
        T[s, p "/begunAt"] != "s" || T[s, p "/position"] != "n" || T[s, p "/firstSignatureId"] != "s" || T[s, p "/firstStatementSha256"] != "s" || \
        number_ !~ /^[1-9][0-9]*$/ || number_ + 0 < 2 || number_ + 0 > 100 || !istime(V[s, p "/begunAt"]) || \
        !withintwohours(V[s, p "/begunAt"], V[s, "/authentication/provedAt"]) || \
        V[s, "/intent/meaning/code"] == "approval" || V[s, "/intent/meaning/code"] == "release")
        no(n "components", "it is no later signature of a series")
    good(n "components")
    c = V[s, p "/seriesId"]; SERIES[c] = 1; CONTINUED[i] = c; count = 0
    for (j = 1; j <= CERTS; j++) {
        f = "certs/" j
        if (V[f, "/type"] !~ /^signing[.]series-/ || V[f, "/new/seriesId"] != c) continue
        if (!istime(V[f, "/time"])) no(n "series", "an entry has no time")
        if (V[f, "/type"] != "signing.series-begun") {
            if (V[f, "/time"] <= V[s, "/authentication/provedAt"]) no(n "series", "it had ended")
            continue
        }
        count++; BEGUN[c] = INDEX["certs", j]
        if (!home(f, "countersign/audit-entry/v1") || V[f, "/actor/kind"] != "person" || V[f, "/actor/id"] != V[s, "/signer/userId"] || \
            V[f, "/new/keyId"] != V[s, "/signer/keyId"] || V[f, "/new/begunAt"] != V[s, p "/begunAt"] || \
            V[f, "/new/firstSignatureId"] != V[s, p "/firstSignatureId"] || V[f, "/new/firstStatementSha256"] != V[s, p "/firstStatementSha256"] || \
            !every(f, "/new/components") || V[f, "/time"] > V[s, "/authentication/provedAt"]) no(n "series", "another series, or of somebody else, was begun")
    }
    if (count != 1) no(n "series", "the log does not tell that the signer began it with all components")
    good(n "series")
}
# a signature over a list: the list, and the row that the bundle has of it, are what the intent says
function place(i, n, s, in_,   l, r, b, m, k, P) {
    l = "signatures/" ID[i] ".list.json"; r = "signatures/" ID[i] ".row.json"; b = "/batch"
    if (!((in_, b) in T) && !((l, "") in T) && !((r, "") in T)) return
    m = V[in_, "/meaning/code"]
    if (T[in_, b] != "o" || V[in_, b] != 4 || !((l, "") in T) || V[l, ""] != 12 || V[in_, b "/listSha256"] != H[l] || \
        !home(l, "countersign/signing-list/v1") || T[l, "/listId"] != "s" || V[l, "/listId"] != V[in_, b "/id"] || T[in_, b "/size"] != "n" || \
        T[l, "/size"] != "n" || V[l, "/size"] != V[in_, b "/size"] || T[l, "/rows"] != "a" || V[l, "/rows"] != V[in_, b "/size"] || V[l, "/rows"] + 0 > 200 || \
        V[l, "/person"] != V[s, "/signer/userId"] || V[l, "/person"] != V[in_, "/person"] || V[l, "/decision"] != "approve" || V[in_, "/decision"] != "approve" || \
        V[l, "/meaning"] != m || m == "" || m == "approval" || m == "release" || (V[l, "/reading"] != "opened" && V[l, "/reading"] != "summary") || \
        ((s, "/authentication/series") in T) || !istime(V[l, "/createdAt"]) || V[l, "/createdAt"] > V[s, "/authentication/provedAt"])
        no(n "list", "it is not the list that the signer proved, or may not be signed in one")
    good(n "list")
    k = V[in_, b "/position"]
    if (T[in_, b "/position"] != "n" || k !~ /^[1-9][0-9]*$/ || length(k) > 3 || k + 0 > V[l, "/rows"] + 0 || !((r, "") in T) || V[r, ""] != 15 || \
        V[l, "/rows/" (k - 1)] != H[r] || !home(r, "countersign/signing-list-row/v1") || V[r, "/listId"] != V[in_, b "/id"] || \
        T[r, "/position"] != "n" || V[r, "/position"] != k || V[r, "/recordId"] != M["/recordId"] || !number(r, "/version", M["/version"]) || \
        V[r, "/versionSha256"] != H[VERSION] || !both(r, VERSION, "/title"))
        no(n "place in the list", "the row there is not this record and version")
    split("/taskId /recordId /version /versionSha256 /planStep /presentationSha256 /meaning /meaning/code /meaning/sentence /meaning/language", P, " ")
    for (m = 1; m <= 10; m++) if (!both(r, in_, P[m])) no(n "place in the list", "the row there is not what was signed")
    good(n "place in the list: signed as position " k " of " V[l, "/rows"] " of list " V[l, "/listId"])
}
function millis(s, p) { return T[s, p] == "n" && V[s, p] ~ /^(0|-?[1-9][0-9]*)$/ && length(V[s, p]) <= 9 + (V[s, p] ~ /^-/) }
# statements of before say nothing of clocks
function clocks(n, s,   p, ahead) {
    p = "/clocks"
    if (!((s, p) in T)) return
    ahead = V[s, p "/aheadMillis"] + 0
    if (T[s, p] != "o" || V[s, p] != 3 || !millis(s, p "/aheadMillis") || !millis(s, p "/uncertaintyMillis") || !millis(s, p "/limitMillis") || \
        V[s, p "/uncertaintyMillis"] + 0 < 0 || V[s, p "/limitMillis"] + 0 < 100 || V[s, p "/limitMillis"] + 0 > 5000 || \
        (ahead < 0 ? -ahead : ahead) - V[s, p "/uncertaintyMillis"] > V[s, p "/limitMillis"] + 0)
        no(n "clocks", "they are not stated to have been within a limit that may be set")
    good(n "clocks: the signing machine was " ahead " ms ahead of the database, give or take " V[s, p "/uncertaintyMillis"] " ms; allowed were " V[s, p "/limitMillis"] " ms")
}
function S(i) { return "signatures/" ID[i] ".statement.json" }
function signature(i,   n, s, in_, p, x, k, key, c, d) {
    n = "signature " ID[i] ": "; s = S(i); in_ = "signatures/" ID[i] ".intent.json"; p = "signatures/" ID[i] ".presentation.json"
    if (!home(s, "countersign/signature/v1") || !home(in_, "countersign/intent/v1") || V[s, "/signatureId"] != ID[i])
        no(n "statement", "it is not of its format, this installation and this id")
    components(i, n, s)
    if (V[s, "/intentSha256"] != H[in_] || SUB[s] != SUBS[in_]) no(n "intent", "the intent is not the one stated")
    if (V[in_, "/recordId"] != M["/recordId"] || !number(in_, "/version", M["/version"]) || V[in_, "/versionSha256"] != H[VERSION])
        no(n "version", "it is not over this version")
    d = V[in_, "/decision"]
    if ((d != "approve" && d != "reject") || V[in_, "/presentationSha256"] != H[p] || V[p, "/versionSha256"] != H[VERSION] || \
        V[p, "/planSha256"] != V[in_, "/planSha256"] || V[p, "/planStep"] != V[in_, "/planStep"] || \
        V[p, "/language"] != V[in_, "/meaning/language"] || V[p, "/meanings/" d "/code"] != V[in_, "/meaning/code"] || \
        V[p, "/meanings/" d "/sentence"] != V[in_, "/meaning/sentence"] || V[in_, "/meaning/code"] == "")
        no(n "what was shown", "the presentation is not what was signed")
    if (V[s, "/signer/userId"] != V[in_, "/person"]) no(n "person", "the signer is not the person of the intent")
    if (V[s, "/earlierSignatures"] + 0 != i - 1 || T[s, "/earlierSignatures"] != "a") no(n "earlier signatures", "it does not name those before it")
    for (k = 1; k < i; k++)
        if (V[s, "/earlierSignatures/" (k - 1) "/signatureId"] != ID[k] || V[s, "/earlierSignatures/" (k - 1) "/statementSha256"] != H[S(k)])
            no(n "earlier signatures", "it does not name those before it")
    place(i, n, s, in_)
    x = (in_, "/batch") in T # of a list the proof comes first, and each intent is formed when it is its turn
    if (!istime(V[in_, "/createdAt"]) || !istime(V[s, "/authentication/provedAt"]) || !istime(V[s, "/signedAt"]) || \
        (x ? V[in_, "/createdAt"] < V[s, "/authentication/provedAt"] : V[in_, "/createdAt"] > V[s, "/authentication/provedAt"]) || \
        V[s, "/authentication/provedAt"] > V[s, "/signedAt"] || V[in_, "/createdAt"] > V[s, "/signedAt"])
        no(n "time", "intent, proof of presence and signature do not follow each other")
    passkey(i, n, s)
    clocks(n, s)
    key = V[s, "/signer/keyId"]; c = "certificates/" key ".cert.pem"
    if (DER[c] == "" || DER[c] != V[s, "/signer/certificateSha256"] || USER[c] != V[s, "/signer/userId"] || COMMITS[c] != "commits" || !oftime(key))
        no(n "certificate", "it is not the stated one, the signer\047s, for content commitment, issued by the authority of then")
    if (!inforce(key, V[s, "/signedAt"])) no(n "certificate in force", "it was not valid, enrolled and unended then; its state is: " state(key, V[s, "/signedAt"]))
    if (!tofounder(key)) no(n "enrolment", "the enrolments behind it lead to no founder")
    good(n "bound to this version, what was shown, certificate and enrolment")
    good(n "state of the certificate: " state(key, V[s, "/signedAt"]))
}
function plan(   i, k, next_, missing, code, count, got, who, step, rejected, distinct) {
    if (SIGNED == 0) {
        if (((PLAN, "") in T) && (!home(PLAN, "countersign/signature-plan/v1") || V[PLAN, "/recordId"] != M["/recordId"]))
            no("signature plan", "it is not of this record")
        if (RELEASED) no("signatures", "the version is released, and bears no signature")
        print "open\tunsigned\tthis version bears no signature yet: it is a draft, not approved by anybody"; return
    }
    if (!home(PLAN, "countersign/signature-plan/v1") || V[PLAN, "/recordId"] != M["/recordId"]) no("signature plan", "it is not of this record")
    for (i = 1; i <= SIGNED; i++) if (V[S(i), "/intent/planSha256"] != H[PLAN]) no("signature plan", "a signature names another plan")
    good("signature plan")
    next_ = 1; missing = ""
    for (k = 0; k < V[PLAN, "/steps"] + 0; k++) {
        step = "/steps/" k; code = V[PLAN, step "/code"]; count = V[PLAN, step "/count"] + 0
        if (V[VERSION, "/author/kind"] != "person" && V[PLAN, step "/applies"] == "person-drafted") continue
        split("", distinct); got = 0
        while (next_ <= SIGNED && got < count) {
            who = V[S(next_), "/signer/userId"]
            if (!(who in distinct)) { distinct[who] = 1; got++ }
            if (V[S(next_), "/intent/planStep"] != code || \
                V[S(next_), "/intent/meaning/code"] != (V[S(next_), "/intent/decision"] == "approve" ? V[PLAN, step "/meaning"] : "rejection") || \
                (V[PLAN, step "/role"] == "" && !isauthor(VERSION, who)) || !independent(step, who))
                no("signature " ID[next_] ": step", "it is not for step " code ", with its meaning, by somebody who may sign it")
            if (V[S(next_), "/intent/decision"] == "reject") rejected = 1
            next_++
        }
        if (got < count && missing == "") missing = code
    }
    if (next_ <= SIGNED) no("signatures", "the version bears more signatures than its plan names")
    if (RELEASED && (missing != "" || rejected)) no("signatures", "the released version lacks signatures of its plan, or was rejected")
    if (rejected) print "open\tsignatures\tthis version was rejected; a later one may be approved"
    else if (missing != "") print "open\tsignatures\tstep " missing " of the plan is still to be signed"
    else good("signatures")
}
function audit(   i, f, changes, n, told, count, appended, expect, q) {
    n = 0
    for (i = 1; i <= AUDIT; i++) {
        f = "audit/" i
        if (!home(f, "countersign/audit-entry/v1") || V[f, "/recordId"] != M["/recordId"])
            no("audit entries", "entry " i " is not of this record and installation")
        if (T[f, "/recordSequence"] == "n") { if (V[f, "/recordSequence"] in SEQ) no("audit sequence", "a number is there twice"); SEQ[V[f, "/recordSequence"]] = i; n++ }
    }
    good("audit entries")
    if (n == 0) no("audit sequence", "no entry changed the record")
    for (q = 1; q <= n; q++) {
        if (!(q in SEQ)) no("audit sequence", "entry number " q " is missing")
        f = "audit/" SEQ[q]
        if (q == 1 ? V[f, "/previousRecordEntry"] != "null" || T[f, "/previousRecordEntry"] != "w" : V[f, "/previousRecordEntry"] != LEAF[SEQ[q - 1]])
            no("audit sequence", "entry number " q " does not cite the one before it")
    }
    good("audit sequence")
    for (i = 1; i <= AUDIT; i++) {
        f = "audit/" i
        if (V[f, "/type"] == "record.signed" && number(f, "/recordVersion", M["/version"])) {
            TOLD[V[f, "/new/signatureId"]] = INDEX["audit", i]; count++; KEYUSED[V[f, "/new/keyId"] " " INDEX["audit", i]] = 1
            if (H["signatures/" V[f, "/new/signatureId"] ".statement.json"] != V[f, "/new/statementSha256"])
                no("audit of signatures", "an entry tells of another statement or a missing signature")
        }
        if (V[f, "/type"] == "record.version-appended" && number(f, "/recordVersion", M["/version"])) {
            appended++
            if (V[f, "/new/sha256"] != H[VERSION]) no("audit of the version", "the entry names another hash")
        }
    }
    for (i = 1; i <= SIGNED; i++) if (!(ID[i] in TOLD)) no("audit of signatures", "signature " ID[i] " has no entry")
    good("audit of signatures")
    if (appended != 1) no("audit of the version", "the version has not exactly one entry")
    good("audit of the version")
}
function certificates(   f, k, i, t, left, lines, u, c) {
    for (k in KEYS) if (!(k in NEEDED)) no("certificates", "certificates/ holds what no signature rests on: " k)
    lines = ""
    for (i = 1; i <= KEYCOUNT; i++) {
        k = KEYLIST[i]; WANT["key.certified " k " " DER["certificates/" k ".cert.pem"]] = 1; left++
        if ((D(k), "") in T) {
            if (!home(D(k), "countersign/certificate-event/v1") || V[D(k), "/keyId"] != k || !istime(V[D(k), "/createdAt"])) no("revocation", "not the end of this key")
            lines = lines "ended " k " " V[D(k), "/createdAt"] "\n"; WANT["key.ended " k " "] = 1; left++
        }
    }
    if (REVOCATION != (lines == "" ? "none recorded\n" : lines)) no("revocation", "certificates/revocation.txt does not say what the facts beside it do")
    good("revocation")
    if (LISTMADE != "") {
        for (i = 1; i <= SIGNED; i++) if (LISTMADE < substr(V[S(i), "/signedAt"], 1, 19)) no("revocation list", "it is of " LISTMADE ", from before signature " ID[i])
        for (i = 1; i <= KEYCOUNT; i++) {
            k = KEYLIST[i]; t = SERIAL["certificates/" k ".cert.pem"]
            if (((t in LISTED) ? LISTED[t] : "") != (((D(k), "") in T) ? substr(V[D(k), "/createdAt"], 1, 19) : ""))
                no("revocation list", "of the certificate of key " k " it says another thing than the facts beside it")
        }
        good("revocation list")
    }
    for (i = 2; (ca(i) in DER); i++) { WANT["authority.renewed  " DER[ca(i)]] = 1; left++ }
    for (i = 1; i <= CERTS; i++) {
        f = "certs/" i
        if (V[f, "/type"] ~ /^passkey[.]/) {
            t = V[f, "/type"] " " V[f, "/new/credentialIdSha256"]
            if (!home(f, "countersign/audit-entry/v1") || !(V[f, "/new/credentialIdSha256"] in PASSKEY) || (t in ONCE) || \
                V[f, "/type"] !~ /^passkey[.](registered|suspended|revoked)$/) no("log entries of certificates", "line " i " is of no passkey of this bundle")
            ONCE[t] = 1; continue
        }
        if (V[f, "/type"] ~ /^signing[.]series-/) {
            t = V[f, "/type"] " " V[f, "/new/seriesId"]
            if (!home(f, "countersign/audit-entry/v1") || !(V[f, "/new/seriesId"] in SERIES) || (t in ONCE) || \
                V[f, "/type"] !~ /^signing[.]series-(begun|ended)$/) no("log entries of certificates", "line " i " is of no series of this bundle")
            ONCE[t] = 1; continue
        }
        t = V[f, "/type"] " " V[f, "/new/keyId"] " " V[f, "/new/certificateSha256"]
        if (!home(f, "countersign/audit-entry/v1") || !(t in WANT)) no("log entries of certificates", "line " i " is of no certificate of this bundle")
        delete WANT[t]; left--
        if (V[f, "/type"] == "authority.renewed") RENEWED[V[f, "/new/certificateSha256"]] = INDEX["certs", i]
        if (V[f, "/type"] == "key.certified") CERTIFIED[V[f, "/new/keyId"]] = INDEX["certs", i]
    }
    if (left != 0) no("log entries of certificates", "a certificate has no entry")
    BEGAN[1] = -1; print "ca\t1\t" DER[ca(1)] "\t" 0 > PLACES
    for (i = 2; (ca(i) in DER); i++) {
        BEGAN[i] = RENEWED[DER[ca(i)]]; print "ca\t" i "\t" DER[ca(i)] "\t" BEGAN[i] > PLACES
        if (BEGAN[i] + 0 <= BEGAN[i - 1] + 0) no("authorities", "authority " i " does not follow the one before it in the log")
    }
    for (i = 1; i <= KEYCOUNT; i++) {
        k = KEYLIST[i]; c = ISSUER["certificates/" k ".cert.pem"] + 0; print "key\t" c "\t" k "\t" CERTIFIED[k] > PLACES
        if (CERTIFIED[k] + 0 <= BEGAN[c] + 0 || (((c + 1) in BEGAN) && CERTIFIED[k] + 0 >= BEGAN[c + 1] + 0))
            no("authorities", "the certificate of key " k " did not come into the log while the authority that issued it was the one")
    }
    good("authorities")
    for (t in KEYUSED) { split(t, u, " "); if (!(u[1] in CERTIFIED) || CERTIFIED[u[1]] + 0 >= u[2] + 0) no("enrolled before use", "key " u[1] " signed before it was in the log") }
    for (i in ANSWERED) if (REGISTERED[ANSWERED[i]] + 0 >= TOLD[ID[i]] + 0) no("enrolled before use", "a passkey answered before it was in the log")
    for (i in CONTINUED) if (BEGUN[CONTINUED[i]] + 0 >= TOLD[ID[i]] + 0) no("enrolled before use", "a series was continued before its beginning was in the log")
    good("enrolled before use")
}
# a value that looks like a number must not be compared as one: joined with nothing it is a string
FILENAME == ARGV[1] { M[$2] = $4 ""; next }
FILENAME == ARGV[2] { split($0, p, " "); H[p[2]] = p[1] ""; LENGTH[p[2]] = p[3] ""; next }
FILENAME == ARGV[3] { DER[$1] = $2 ""; SPKI[$1] = $3 ""; RAW[$1] = $4 ""; USER[$1] = $5 ""; FROM[$1] = $6 ""; TO[$1] = $7 ""; CA[$1] = $8; COMMITS[$1] = $9; SERIAL[$1] = $10 ""; next }
FILENAME == ARGV[4] { split($0, p, " "); AUDIT++; INDEX["audit", p[1]] = p[2]; LEAF[p[1]] = p[3] ""; next }
FILENAME == ARGV[5] { split($0, p, " "); CERTS++; INDEX["certs", p[1]] = p[2]; next }
FILENAME == ARGV[6] { REVOCATION = REVOCATION $0 "\n"; next }
FILENAME == ARGV[7] { ISSUER[$1] = $2; next }
FILENAME == ARGV[8] { if ($1 == "made") LISTMADE = $2 ""; else LISTED[$1] = $2 ""; next }
{
    V[$1, $2] = $4 ""; T[$1, $2] = $3
    if ($1 ~ /^signatures\/.*[.]intent[.]json$/) SUBS[$1] = SUBS[$1] $2 "\t" $3 "\t" $4 "\n"
    if ($1 ~ /^signatures\/.*[.]statement[.]json$/ && ($2 == "/intent" || $2 ~ /^\/intent\//)) SUB[$1] = SUB[$1] substr($2, 8) "\t" $3 "\t" $4 "\n"
    if ($1 ~ /[.]statement[.]json$/ && $2 == "") { id = $1; sub(/^signatures\//, "", id); sub(/[.]statement[.]json$/, "", id); FOUND[++SIGNED] = id }
    if ($1 ~ /[.]enrolment[.]json$/ && $2 == "") { id = $1; sub(/^certificates\//, "", id); sub(/[.]enrolment[.]json$/, "", id); KEYS[id] = 1; KEYLIST[++KEYCOUNT] = id }
}
END {
    if (failed) exit 1
    VERSION = "record/version.json"; PLAN = "record/plan.json"
    if (M["/versionSha256"] != H[VERSION]) no("manifest hash", "the version has another hash")
    if (!home(VERSION, "countersign/version/v1") || V[VERSION, "/recordId"] != M["/recordId"] || !number(VERSION, "/version", M["/version"]))
        no("manifest", "it is not of this record, version and installation")
    good("manifest")
    if (V[VERSION, "/content/sha256"] != H["record/content"] || V[VERSION, "/content/length"] != LENGTH["record/content"]) no("content digest", "the content is not that of the manifest")
    good("content digest")
    for (i = 0; i < V[VERSION, "/attachments"] + 0; i++) {
        f = "record/attachments/" V[VERSION, "/attachments/" i "/sha256"]; ATTACHED[f] = 1
        if (!(f in H) || H[f] != V[VERSION, "/attachments/" i "/sha256"] || V[VERSION, "/attachments/" i "/length"] != LENGTH[f]) no("attachment digest " V[VERSION, "/attachments/" i "/name"], "it is not that of the manifest")
    }
    for (f in H) if (f ~ /^record\/attachments\// && !(f in ATTACHED)) no("files", f " is no attachment of this version")
    good("attachments")
    previous = "null"
    for (i = 1; i <= M["/version"] + 0; i++) {
        f = i < M["/version"] + 0 ? "record/versions/" i ".json" : VERSION
        if (!home(f, "countersign/version/v1") || V[f, "/recordId"] != M["/recordId"] || !number(f, "/version", i) || \
            V[f, "/previousSha256"] != previous || T[f, "/previousSha256"] != (i == 1 ? "w" : "s")) no("previous versions", "version " i " does not follow the one before it")
        previous = H[f]
    }
    good("previous versions")
    for (i = 1; i <= SIGNED; i++) {
        n = V["signatures/" FOUND[i] ".statement.json", "/earlierSignatures"] + 1
        if (n < 1 || n > SIGNED || n in ID) no("signature " FOUND[i] ": earlier signatures", "it does not name those before it")
        ID[n] = FOUND[i]
    }
    for (i = 1; (ca(i) in DER); i++) if (CA[ca(i)] != "ca") no("authority", ca(i) " is no authority")
    for (i = 1; i <= AUDIT; i++) if (V["audit/" i, "/type"] == "record.status-changed" && number("audit/" i, "/recordVersion", M["/version"]) && \
        (V["audit/" i, "/new/status"] == "approved" || V["audit/" i, "/new/status"] == "effective")) RELEASED = 1
    ends()
    for (i = 1; i <= SIGNED; i++) signature(i)
    plan(); audit(); certificates()
}' "$tmp/manifest" "$tmp/h" "$tmp/certs.table" "$tmp/audit.lines" "$tmp/certs.lines" certificates/revocation.txt "$tmp/issuers" "$tmp/revoked" "$tmp/facts" > "$tmp/rules"
[ -s "$tmp/rules" ] || fail "facts" "the facts cannot be compared"
tab=$(printf '\t')
while IFS="$tab" read -r result name detail; do
    case $result in
        ok) ok "$name" ;;
        open) printf 'open    %s: %s\n' "$name" "$detail"; open=$detail ;;
        *) fail "$name" "$detail" ;;
    esac
done < "$tmp/rules"
grep -q "^ok${tab}enrolled before use\$" "$tmp/rules" || fail "facts" "the facts cannot be compared"

# --- whose keys ---------------------------------------------------------------------------------------------------
name="trust"
authority=$(awk -F '\t' '$1 == "certificates/authority.pem" { print $2 }' "$tmp/certs.table")
awk -F '\t' '$1 == "ca" && $3 != "" { print $3 }' "$tmp/places" > "$tmp/named.authorities"
awk -F '\t' 'FILENAME == ARGV[1] { S[$1] = $3; next }
$1 ~ /[.]enrolment[.]json$/ && $2 == "/founder" && $4 == "true" { f = $1; sub(/enrolment[.]json$/, "cert.pem", f); print S[f] }' \
    "$tmp/certs.table" "$tmp/facts" | sort > "$tmp/founders"
if [ -n "$trust" ]; then
    tr -d '\n\r' < "$tmp/trust.json" > "$tmp/trust.line"
    flat "$tmp/trust.line" trust > "$tmp/trust.table"
    broken=$(awk -F '\t' '$3 == "!" { print $4; exit }' "$tmp/trust.table")
    [ -z "$broken" ] || fail "$name" "the trust file is not as it was served ($broken)"
    awk -F '\t' -v AUTHORITY="$authority" -v LOG="$logkey" -v SIZE="$size" '
    function no(why) { print why; stop = 1; exit }
    FILENAME == ARGV[1] { M[$2] = $4 ""; next }
    FILENAME == ARGV[2] { if ($2 ~ /^\/founderKeysSha256\/[0-9]+$/) FOUNDER[$4] = 1; V[$2] = $4 ""; next }
    FILENAME == ARGV[3] { if ($1 == "ca") { CA[$2] = $3 ""; BEGAN[$2] = $4 } else { ISSUER[$3] = $2; CERTIFIED[$3] = $4 }; next }
    { WANTED[$1] = 1 }
    END {
        if (stop) exit
        if (V["/format"] != "countersign/trust/v1") no("it is no trust file")
        if (V["/organisation"] != M["/organisation"] || V["/installation"] != M["/installation"] || V["/environment"] != M["/environment"]) no("the bundle is of another installation")
        if (AUTHORITY != "" && V["/authorityCertificateSha256"] != (AUTHORITY "")) no("the authority is another: " AUTHORITY)
        for (i = 1; AUTHORITY != "" && (("/authorities/" (i - 1) "/certificateSha256") in V); i++) {
            from[i] = V["/authorities/" (i - 1) "/from"]
            if (!(i in CA) && from[i] + 0 < SIZE + 0) no("the bundle leaves out authority " i ", which began at entry " from[i] " of the log: the checkpoint covers " SIZE)
            if ((i in CA) && (CA[i] != V["/authorities/" (i - 1) "/certificateSha256"] || (i > 1 && BEGAN[i] + 0 != from[i] + 0))) no("an authority is another: " CA[i])
        }
        for (k in ISSUER) {
            i = ISSUER[k] + 0
            if (((i + 1) in from && CERTIFIED[k] + 0 >= from[i + 1] + 0) || (i > 1 && (i in from) && CERTIFIED[k] + 0 <= from[i] + 0))
                no("the certificate of key " k " is by an authority that was not the one then")
        }
        for (f in WANTED) if (!(f in FOUNDER)) no("a founder is another: " f)
        if (V["/logKey"] != (LOG "")) no("the log is another: " LOG)
    }' "$tmp/manifest" "$tmp/trust.table" "$tmp/places" "$tmp/founders" > "$tmp/why"
    [ -s "$tmp/why" ] && fail "$name" "$(head -n 1 "$tmp/why")"
    ok "$name"
fi

# --- who attested the checkpoint ----------------------------------------------------------------------------------
: > "$tmp/unanchored"
open() { printf 'open    %s: %s\n' "$1" "$2"; printf 'NOT ANCHORED: %s\n' "$2" >> "$tmp/unanchored"; }
# lists from the trust file
named() { [ -z "$trust" ] || awk -F '\t' -v LIST="$1" '$2 ~ ("^/" LIST "/[0-9]+$") && $3 == "s" { print $4 }' "$tmp/trust.table"; }
named witnessKeys > "$tmp/known"
awk '
function iso(t,   z, e, o, y, n, m, s) { # of seconds since 1970
    z = int(t / 86400) + 719468; e = int(z / 146097); o = z - e * 146097
    y = int((o - int(o / 1460) + int(o / 36524) - int(o / 146096)) / 365)
    n = o - (365 * y + int(y / 4) - int(y / 100)); m = int((5 * n + 2) / 153); s = t - int(t / 86400) * 86400
    return sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", y + e * 400 + (m > 9), m < 10 ? m + 3 : m - 9, \
        n - int((153 * m + 2) / 5) + 1, int(s / 3600), int(s / 60) % 60, s % 60)
}
FILENAME == ARGV[1] { known[$0] = 1; next }
FILENAME == ARGV[2] { line[FNR] = $0; next }
{ i = (line[FNR] in known); list[i] = list[i] (list[i] == "" ? "" : ", ") $1 " at " iso($4) }
END { print list[1]; print list[0] }' "$tmp/known" "$tmp/witness-keys" "$tmp/cosignatures" > "$tmp/who"
anchored=$(sed -n 1p "$tmp/who")
unanchored=$(sed -n 2p "$tmp/who")
[ -z "$anchored" ] || ok "witnesses: cosigned by witnesses of the trust file: $anchored"
[ -z "$unanchored" ] || open "witnesses" "cosigned by keys that no trust file names, so not anchored: $unanchored"

name="timestamp authorities"
if [ "$stamps" -gt 0 ]; then
    times=$(sed 's/^\(....\)\(..\)\(..\)\(..\)\(..\)\(.*\)$/\1-\2-\3T\4:\5:\6Z/' "$tmp/times" | tr '\n' ' ' | sed 's/ $//; s/ /, /g')
    if [ -z "$authorities" ]; then
        named timestampAuthorities > "$tmp/named"
        while read -r one; do
            printf %s "$one" | openssl base64 -d -A > "$tmp/one.der" 2> /dev/null
            openssl x509 -inform DER -in "$tmp/one.der" >> "$tmp/authorities.pem" 2> /dev/null ||
                fail "$name" "a certificate of the trust file is none"
        done < "$tmp/named"
    fi
    # takes N TIME: whether token N is by a trusted authority whose certificates were valid at that time
    takes() {
        at=$(echo "$2" | awk '{
            y = substr($0, 1, 4) + 0; m = substr($0, 5, 2) + 0
            if (m <= 2) { y--; m += 12 }
            d = 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + substr($0, 7, 2) - 719469
            printf "%.0f", d * 86400 + substr($0, 9, 2) * 3600 + substr($0, 11, 2) * 60 + substr($0, 13, 2) }')
        openssl ts -verify -token_in -in "audit/timestamps/$1.tst" -data "$tmp/stamped.$1" -CAfile "$tmp/authorities.pem" \
            -partial_chain -attime "$at" > /dev/null 2>&1
    }
    if [ -s "$tmp/authorities.pem" ]; then
        n=1
        while [ "$n" -le "$stamps" ]; do
            takes "$n" "$(sed -n "${n}p" "$tmp/times")" || fail "$name" "audit/timestamps/$n.tst is by no trusted authority"
            [ "$n" -eq "$stamps" ] || takes "$n" "$(sed -n "$((n + 1))p" "$tmp/times")" ||
                fail "$name" "audit/timestamps/$((n + 1)).tst was made after the one before it ended"
            n=$((n + 1))
        done
        ok "$name: timestamps by trusted authorities, of $times"
    else
        open "$name" "timestamps of $times, by whom is not anchored: name the certificates of authorities that count (--timestamp-authorities)"
    fi
fi
echo
[ -z "$authority" ] || sed 's/^/authority certificate SHA-256 /' "$tmp/named.authorities"
sed 's/^/founder key SHA-256 /' "$tmp/founders"
echo "log key $logkey"
sed 's/^/witness key /' "$tmp/witness-keys"
cat "$tmp/unanchored"
[ -z "${open:-}" ] || echo "NOT APPROVED: $open"
if [ -n "$trust" ]; then echo "VERIFIED"; else echo "VERIFIED, trust not anchored"; fi
