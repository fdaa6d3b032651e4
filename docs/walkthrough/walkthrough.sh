#!/bin/sh
# Takes sample records through the whole flow against a running demonstration server, error paths included.
# Each step says what it does and which requirement it shows; the first step that fails ends the script.
#
#   docs/walkthrough/walkthrough.sh            against http://localhost:8080
#   BASE=http://localhost:9080 docs/walkthrough/walkthrough.sh
#
# Needs curl, jq, openssl 3.0 and sha256sum. Exit code 0 only if every step is OK. It works with the people of the
# demonstration organisation, whose secrets are published, and with nothing but the public interface.
set -eu
umask 077

BASE=${BASE:-http://localhost:8080}
PASSWORD=Countersign-demo-1
LIMS_TOKEN=demo-lims-token
SAMPLES=$(cd "$(dirname "$0")/../samples" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
steps=0

# ---- saying what happens -------------------------------------------------------------------------------------------

chapter() { printf '\n%s\n' "$1"; }

# step REQUIREMENT WHAT: announces a step; ok or fail ends it.
step() {
    steps=$((steps + 1))
    requirement=$1
    printf '%3d  %-7s %s ' "$steps" "$requirement" "$2"
}

ok() { printf '... OK%s\n' "${1:+ ($1)}"; }

fail() {
    printf '... FAILED\n     %s\n' "$1" >&2
    if [ -s "$work/body" ]; then
        printf '     the answer was %s: ' "${status:-?}" >&2
        head -c 2000 "$work/body" >&2
        printf '\n' >&2
    fi
    exit 1
}

# ---- calling the server --------------------------------------------------------------------------------------------

# call WHO METHOD PATH [curl options]: WHO is a person with a session, lims, or nobody. Sets status, body, headers.
call() {
    who=$1 method=$2 path=$3
    shift 3
    case $who in
        nobody) ;;
        lims) set -- -H "Authorization: Bearer $LIMS_TOKEN" "$@" ;;
        *) set -- -b "$work/$who.cookies" -c "$work/$who.cookies" -H "@$work/$who.csrf" "$@" ;;
    esac
    status=$(curl -sS -X "$method" -o "$work/body" -D "$work/headers" -w '%{http_code}' "$@" "$BASE$path") \
        || fail "no answer from $BASE$path"
}

# send WHO METHOD PATH FILE: the same with a JSON body.
send() { call "$1" "$2" "$3" -H 'Content-Type: application/json' --data-binary "@$4"; }

field() { jq -r "$1" "$work/body"; }

# expect STATUS [CODE]: the status, and the stable code of the problem where one is expected.
expect() {
    [ "$status" = "$1" ] || fail "expected status $1${2:+ with code $2}"
    [ -z "${2:-}" ] || [ "$(field .code)" = "$2" ] || fail "expected code $2"
}

equal() { [ "$1" = "$2" ] || fail "$3: expected $2, got $1"; }

hash_of() { sha256sum "$1" | cut -d ' ' -f 1; }

# ---- people --------------------------------------------------------------------------------------------------------

# code_of PERSON: a code of the person's authenticator that this script has not used; each works once. Waits for the
# next one only if both that can work now are used. Sets code.
code_of() {
    for attempt in 1 2 3; do
        curl -sS -H 'Accept: application/json' "$BASE/demo/authenticator" >"$work/authenticator" \
            || fail "no answer from $BASE/demo/authenticator"
        for kind in code nextCode; do
            code=$(jq -r --arg who "$1" --arg kind "$kind" '.[$who][$kind]' "$work/authenticator")
            if ! grep -qx "$code" "$work/$1.used" 2>/dev/null; then
                printf '%s\n' "$code" >>"$work/$1.used"
                return
            fi
        done
        wait_for_next_code "$1"
    done
    fail "no unused code for $1"
}

wait_for_next_code() {
    seconds=$(jq -r --arg who "$1" '.[$who].secondsLeft' "$work/authenticator")
    printf '(the next code of %s comes in %s s) ' "$1" "$seconds"
    sleep "$((seconds + 1))"
}

# log_in PERSON: a session; a code that an earlier run of this script used up is the one failure tried again.
log_in() {
    : >"$work/$1.csrf"
    for attempt in 1 2 3; do
        code_of "$1"
        jq -n --arg username "$1" --arg password "$PASSWORD" --arg otp "$code" \
            '{username: $username, password: $password, otp: $otp}' >"$work/login"
        send "$1" POST /api/session "$work/login"
        [ "$status" = 401 ] || break
        [ "$attempt" = 1 ] || wait_for_next_code "$1"
    done
    rm -f "$work/login"
    expect 204
    call "$1" GET /api/session
    expect 200
    field '.csrf.headerName + ": " + .csrf.token' >"$work/$1.csrf"
}

# task_of PERSON RECORD: the person's open task on the record. Sets task and sha256.
task_of() {
    call "$1" GET "/api/tasks?recordId=$2"
    expect 200
    task=$(field ".items[] | select(.recordId == \"$2\") | .taskId")
    sha256=$(field ".items[] | select(.recordId == \"$2\") | .sha256")
    [ -n "$task" ] || fail "$1 has no task on record $2"
}

# signature DECISION SHA256 REASON CODE: the body of a signature, in file $work/signature.
signature() {
    jq -n --arg decision "$1" --arg sha256 "$2" --arg reason "$3" --arg password "$PASSWORD" --arg otp "$4" \
        '{decision: $decision, recordSha256: $sha256, password: $password, otp: $otp}
         + if $reason == "" then {} else {reason: $reason} end' >"$work/signature"
}

# start_body KEY SAMPLE: Camunda's own form of a start, from a sample record.
start_body() {
    jq --arg key "$1" '{businessKey: $key, variables: {
        recordType: {value: .type},
        title: {value: .title},
        content: {value: (.content | tojson), type: "Json"}}}' "$2"
}

for tool in curl jq openssl sha256sum; do
    command -v "$tool" >/dev/null || { echo "this script needs $tool" >&2; exit 2; }
done
START=/engine-rest/process-definition/key/record-approval/start
key="WALK-$(date +%s)-$$"

# --------------------------------------------------------------------------------------------------------------------
chapter "A program starts an approval"

start_body "$key" "$SAMPLES/test-suite.json" >"$work/start"
step INT-01 "lims starts record-approval over Camunda's REST API"
send lims POST "$START" "$work/start"
expect 200
instance=$(field .id)
record=$(field .variables.recordId.value)
hash=$(field .variables.sha256.value)
ok "record $record"

step INT-01 "the same business key and content again answers with the first instance"
send lims POST "$START" "$work/start"
expect 200
equal "$(field .id)" "$instance" "process instance"
equal "$(field .variables.recordId.value)" "$record" "record"
ok

step INT-01 "the same business key with other content is a conflict"
start_body "$key" "$SAMPLES/test-suite-revised.json" >"$work/other"
send lims POST "$START" "$work/other"
expect 409
ok "409"

step REC-03 "content that breaks its schema is refused with a pointer to each error"
jq '.content |= (del(.purpose) | .testScripts[0].steps[0].expectedResult = 7)' "$SAMPLES/test-suite.json" >"$work/broken"
start_body "$key-broken" "$work/broken" >"$work/start-broken"
send lims POST "$START" "$work/start-broken"
expect 422 schema-violation
field '[.errors[].pointer] | join(" ")' >"$work/pointers"
grep -q expectedResult "$work/pointers" || fail "expected the pointer of the wrong value"
[ "$(field '.errors | length')" -ge 2 ] || fail "expected both errors at once"
ok "$(cat "$work/pointers")"

step INT-01 "lims may start nothing else"
send lims POST /engine-rest/process-definition/key/signature-step/start "$work/start"
expect 403
ok "403"

step INT-01 "nobody starts anything with a token that nobody has"
call nobody POST "$START" -H 'Authorization: Bearer guessed-token' -H 'Content-Type: application/json' \
    --data-binary "@$work/start"
expect 401
ok "401"

# --------------------------------------------------------------------------------------------------------------------
chapter "A reviewer signs"

step SIG-07 "a wrong code does not log anybody in, and the answer does not say why"
jq -n --arg password "$PASSWORD" '{username: "reviewer", password: $password, otp: "000000"}' >"$work/login"
send nobody POST /api/session "$work/login"
expect 401 login-failed
ok "401"

step SIG-08 "the reviewer logs in with password and one-time code"
log_in reviewer
ok "$(field .printedName)"

step WFL-01 "the review is on the reviewer's list"
task_of reviewer "$record"
equal "$sha256" "$hash" "hash of the version"
ok "task $task"

step SIG-01 "what is to be signed is served as exact bytes"
call reviewer GET "/api/tasks/$task/presentation"
expect 200
equal "$(field .versionSha256)" "$hash" "version hash in the presentation"
shown=$(hash_of "$work/body")
ok "presentation $shown"

step WFL-01 "completing the task past the signature is refused, and says to sign instead"
echo '{"variables": {}}' >"$work/complete"
send reviewer POST "/engine-rest/task/$task/complete" "$work/complete"
expect 403
grep -qi sign "$work/body" || fail "expected the text to say what to do"
ok "403"

step SIG-06 "a stale hash of the record is refused"
signature approve "$(printf stale | sha256sum | cut -d ' ' -f 1)" "" 000000
send reviewer POST "/api/tasks/$task/signature" "$work/signature"
expect 409 record-changed
ok "409"

step WFL-03 "a rejection without a reason is refused"
signature reject "$hash" "" 000000
send reviewer POST "/api/tasks/$task/signature" "$work/signature"
expect 422 reason-required
ok "422"

step SIG-08 "a wrong code signs nothing"
signature approve "$hash" "" 000000
send reviewer POST "/api/tasks/$task/signature" "$work/signature"
expect 401 reauthentication-failed
ok "401"

step WFL-01 "a QA Manager, who will approve, cannot review"
log_in approver
signature approve "$hash" "" 000000
send approver POST "/api/tasks/$task/signature" "$work/signature"
expect 403 not-authorized
ok "$(field .rule)"

step SIG-05 "the reviewer signs; the task is completed in the same transaction"
code_of reviewer
signature approve "$hash" "" "$code"
send reviewer POST "/api/tasks/$task/signature" "$work/signature"
expect 201
review=$(field .signatureId)
call reviewer GET /api/tasks
[ -z "$(field ".items[] | select(.taskId == \"$task\")")" ] || fail "the task is still open"
ok "signature $review"

step SIG-05 "signing a completed task again is a conflict"
send reviewer POST "/api/tasks/$task/signature" "$work/signature"
expect 409 task-completed
ok "409"

# --------------------------------------------------------------------------------------------------------------------
chapter "An approver signs, and the record becomes effective"

step SIG-05 "the approver signs"
task_of approver "$record"
code_of approver
signature approve "$hash" "" "$code"
send approver POST "/api/tasks/$task/signature" "$work/signature"
expect 201
approval=$(field .signatureId)
ok "signature $approval"

step WFL-11 "the record is effective"
call approver GET "/api/records/$record"
expect 200
equal "$(field .status)" effective "status"
ok

# --------------------------------------------------------------------------------------------------------------------
chapter "What came out can be checked without trusting the server"

step REC-01 "the SHA-256 of version.json is the version's hash"
call approver GET "/api/records/$record/versions/1"
expect 200
cp "$work/body" "$work/version.json"
equal "$(hash_of "$work/version.json")" "$hash" "sha256sum of version.json"
ok "$hash"

step REC-02 "the SHA-256 of the content is the one in version.json"
call approver GET "/api/records/$record/versions/1/content"
expect 200
equal "$(hash_of "$work/body")" "$(jq -r .content.sha256 "$work/version.json")" "sha256sum of the content"
jq -S .content "$SAMPLES/test-suite.json" >"$work/sent"
jq -S . "$work/body" | cmp -s - "$work/sent" || fail "the content is not what lims sent"
ok

step KEY-01 "verification reads everything again from the store"
call approver GET "/api/records/$record/versions/1/verification"
expect 200
equal "$(field .state)" VALID "state"
ok "$(field '.checks | length') checks, VALID"

step KEY-03 "openssl verifies both signatures over the statements' exact bytes"
for id in "$review" "$approval"; do
    call approver GET "/api/signatures/$id"
    expect 200
    field .statementBytes | base64 -d >"$work/statement.json"
    field .signature | base64 -d >"$work/signature.bin"
    field .certificate >"$work/certificate.pem"
    openssl x509 -in "$work/certificate.pem" -noout -pubkey >"$work/key.pem"
    openssl pkeyutl -verify -pubin -inkey "$work/key.pem" -rawin -in "$work/statement.json" \
        -sigfile "$work/signature.bin" >/dev/null || fail "openssl does not verify signature $id"
    equal "$(jq -r .intent.versionSha256 "$work/statement.json")" "$hash" "version hash in the statement"
done
ok

step SIG-06 "the same signature over another statement does not verify"
sed 's/"decision":"approve"/"decision":"reject"/' "$work/statement.json" >"$work/forged.json"
! cmp -s "$work/statement.json" "$work/forged.json" || fail "the statement has no decision to forge"
! openssl pkeyutl -verify -pubin -inkey "$work/key.pem" -rawin -in "$work/forged.json" \
    -sigfile "$work/signature.bin" >/dev/null 2>&1 || fail "openssl verified a forged statement"
ok

step SIG-01 "what the reviewer was shown is in what the reviewer signed"
call approver GET "/api/signatures/$review"
equal "$(field .statement.intent.presentationSha256)" "$shown" "presentation in the statement"
ok

step AUD-01 "the audit trail tells each step, refusals included"
call approver GET "/api/records/$record/audit"
expect 200
field '.items[].type' | sort >"$work/types"
for type in record.version-appended record.signature-plan-fixed record.signed record.status-changed \
    signing.presentation-shown signing.ceremony-burnt; do
    grep -qx "$type" "$work/types" || fail "expected an entry $type"
done
equal "$(grep -cx record.signed "$work/types")" 2 "number of signatures told"
ok "$(grep -c . "$work/types") entries"

# --------------------------------------------------------------------------------------------------------------------
chapter "A rejection, and a new version"

second="$key-2"
start_body "$second" "$SAMPLES/test-suite.json" >"$work/start"
step INT-01 "lims starts another approval"
send lims POST "$START" "$work/start"
expect 200
record=$(field .variables.recordId.value)
hash=$(field .variables.sha256.value)
ok "record $record"

step WFL-03 "another analyst rejects it, with a reason"
log_in author
task_of author "$record"
code_of author
signature reject "$hash" "Tolerance of the 100 g reading is wider than the specification" "$code"
send author POST "/api/tasks/$task/signature" "$work/signature"
expect 201
rejection=$(field .signatureId)
call author GET "/api/records/$record"
equal "$(field .status)" in-rework "status"
ok "signature $rejection"

step REC-04 "a new version without a reason for change is refused"
jq 'del(.reason)' "$SAMPLES/test-suite-revised.json" >"$work/revised"
send reviewer POST "/api/records/$record/versions" "$work/revised"
expect 422 reason-required
ok "422"

step WFL-03 "a new version goes back to review; the earlier round stays, with its signature"
call reviewer POST "/api/records/$record/versions" -H 'Content-Type: application/json' -H "If-Match: \"$hash\"" \
    --data-binary "@$SAMPLES/test-suite-revised.json"
expect 201
equal "$(field .version)" 2 "version"
call reviewer GET "/api/records/$record"
equal "$(field .status)" in-review "status"
grep -q "$rejection" "$work/body" || fail "the rejection's signature is gone"
ok "version 2, unsigned"

step SIG-04 "whoever wrote the version is asked for the author's signature first"
task_of reviewer "$record"
field ".items[] | select(.recordId == \"$record\") | .meanings | join(\" \")" >"$work/meanings"
grep -q authorship "$work/meanings" || fail "expected the meaning authorship"
ok "$(cat "$work/meanings")"

step WFL-01 "a QA Manager withdraws the record, with a reason"
echo '{"reason": "Walkthrough ends here"}' >"$work/withdrawal"
send approver POST "/api/records/$record/withdrawal" "$work/withdrawal"
expect 204
call approver GET "/api/records/$record"
equal "$(field .status)" withdrawn "status"
ok

# --------------------------------------------------------------------------------------------------------------------
chapter "A record with an attachment"

jq --arg bytes "$(base64 <"$SAMPLES/certificate-of-analysis.pdf" | tr -d '\n')" \
    '.attachments = [{name: "certificate-of-analysis.pdf", mediaType: "application/pdf", base64: $bytes}]' \
    "$SAMPLES/batch-record.json" >"$work/draft"
step INT-02 "a draft sent twice under one idempotency key is one record"
call author POST /api/records -H 'Content-Type: application/json' -H "Idempotency-Key: $key" --data-binary "@$work/draft"
expect 201
record=$(field .recordId)
call author POST /api/records -H 'Content-Type: application/json' -H "Idempotency-Key: $key" --data-binary "@$work/draft"
expect 201
equal "$(field .recordId)" "$record" "record"
ok "record $record"

step REC-02 "the attachment comes back byte for byte"
call author GET "/api/records/$record/versions/1"
attachment=$(field '.attachments[0].sha256')
call author GET "/api/records/$record/versions/1/attachments/$attachment"
expect 200
cmp -s "$work/body" "$SAMPLES/certificate-of-analysis.pdf" || fail "the attachment is not what was sent"
equal "$(hash_of "$work/body")" "$attachment" "sha256sum of the attachment"
ok

step WFL-01 "the author withdraws the draft"
send author POST "/api/records/$record/withdrawal" "$work/withdrawal"
expect 204
ok

# --------------------------------------------------------------------------------------------------------------------
chapter "Leaving"

step SIG-08 "signing out ends the session"
for person in reviewer approver author; do
    call "$person" DELETE /api/session
    expect 204
    call "$person" GET /api/session
    expect 401
done
ok

printf '\nAll %s steps OK.\n' "$steps"
