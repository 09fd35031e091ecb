package dev.gatehouse.cli.export;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.cli.export.Walk.Call;
import dev.gatehouse.cli.export.Walk.Lock;
import java.util.ArrayList;
import java.util.List;

/// A walk as a POSIX shell script around curl. Credentials come from the environment, and reach
/// curl on its standard input: no list of processes shows them.
final class CurlScript {
  private static final String FUNCTIONS =
      """
      newline='
      '
      differing=0

      quoted() { # a text as a value in curl's configuration
        printf '%s' "$1" | sed 's/[\\\\"]/\\\\&/g'
      }

      send() { # METHOD URL LOCK [BODY]: leaves $status and $answer
        answer=$({
          printf 'request = "%s"\\nurl = "%s"\\n' "$1" "$(quoted "$2")"
          [ "$1" != HEAD ] || printf 'head\\n'
          case $3 in
            jwt) printf 'header = "Authorization: Bearer %s"\\n' "$(quoted "$token")" ;;
            iam) printf 'aws-sigv4 = "aws:amz:%s:execute-api"\\nuser = "%s"\\n' "$AWS_REGION" \\
              "$(quoted "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY")" ;;
            none) ;;
            *) printf 'header = "%s"\\n' "$(quoted "$3")" ;;
          esac
          if [ $# -gt 3 ]; then
            printf 'header = "Content-Type: application/json"\\ndata-raw = "%s"\\n' "$(quoted "$4")"
          fi
        } | curl -sS --max-time 60 --config - --write-out '\\n%{http_code}') || exit 1
        status=${answer##*"$newline"}
        answer=${answer%"$newline"*}
      }

      field() { # NAME: the value of the first member of that name in $answer
        printf '%s' "$answer" | tr -d '\\n' | sed -n 's/.*"'"$1"'" *: *"\\{0,1\\}\\([^",}]*\\).*/\\1/p'
      }

      expect() { # WHAT EXPECTED: a status, several with | between, `2xx`, or `open`
        case "$2 $status" in
          "2xx 2"*) verdict=ok ;;
          "open 401" | "open 403") verdict="DIFFERS: the lock should open" ;;
          "open "*) verdict=ok ;;
          *) case "|$2|" in *"|$status|"*) verdict=ok ;; *) verdict="DIFFERS: expected $2" ;; esac ;;
        esac
        [ "$verdict" = ok ] || differing=$((differing + 1))
        printf '%s %-55s %s\\n' "$status" "$1" "$verdict"
      }
      """;

  private final Walk walk;
  private final Access access;
  private final Names names;

  /// What `gatehouse env` calls the client's id and secret.
  public record Names(String clientId, String clientSecret) {}

  CurlScript(Walk walk, Access access, Names names) {
    this.walk = walk;
    this.access = access;
    this.names = names;
  }

  String write() {
    var lines = new ArrayList<String>();
    lines.add("#!/bin/sh");
    lines.add(
        "# "
            + comment(walk.title())
            + ": a token, every route, then every lock without credentials.");
    lines.add(
        "# Credentials come from the environment, or from `gatehouse env`; none are in this file.");
    lines.add("# Exit code 0: every lock answered as it should; 1: one did not.");
    lines.add("set -eu");
    lines.add("base_url=${BASE_URL:-" + word(access.baseUrl()) + "}");
    boolean tokens = walk.has(Lock.JWT) && access.client() != null;
    if (tokens || walk.has(Lock.IAM)) {
      lines.add(
          "if [ -z \"${%s:-}\" ]; then".formatted(tokens ? names.clientId() : "AWS_ACCESS_KEY_ID"));
      lines.add("  lines=$(\"${GATEHOUSE:-gatehouse}\" env)");
      lines.add("  eval \"$lines\"");
      lines.add("fi");
    }
    walk.functionHeaders()
        .forEach(name ->
            lines.add("%s=${%s:-}".formatted(name, name.toUpperCase(java.util.Locale.ROOT))));
    walk.variables().forEach(name -> lines.add(variable(name) + "=1"));
    lines.add("token=");
    lines.add("");
    lines.add(FUNCTIONS.stripTrailing());
    lines.add("");
    if (tokens) {
      token(lines);
    }
    walk.calls().forEach(call -> route(call, lines));
    lines.add("");
    for (Call call : walk.locked()) {
      lines.add(send(call, "none"));
      lines.add(
          "expect %s '%s'"
              .formatted(
                  word(call.routeKey() + " without credentials"),
                  call.lock() == Lock.FUNCTION ? "401|403" : "" + Walk.refusal(call.lock())));
    }
    lines.add("");
    lines.add("[ \"$differing\" -eq 0 ]");
    return String.join("\n", lines) + "\n";
  }

  private void token(List<String> lines) {
    var client = requireNonNull(access.client());
    lines.add("answer=$({");
    lines.add("  printf 'url = \"%s\"\\n' " + word(client.tokenUrl()));
    lines.add("  printf 'data-urlencode = \"grant_type=client_credentials\"\\n'");
    lines.add(
        "  printf 'data-urlencode = \"client_id=%s\"\\n' \"$(quoted \"$"
            + names.clientId()
            + "\")\"");
    lines.add(
        "  printf 'data-urlencode = \"client_secret=%s\"\\n' \"$(quoted \"$"
            + names.clientSecret()
            + "\")\"");
    lines.add("  printf 'data-urlencode = \"scope=%s\"\\n' " + word(client.scope()));
    lines.add("} | curl -sS --max-time 60 --config - --write-out '\\n%{http_code}') || exit 1");
    lines.add("status=${answer##*\"$newline\"}");
    lines.add("token=$(field access_token)");
    lines.add("expect 'Generate access token' 200");
  }

  private void route(Call call, List<String> lines) {
    lines.add(
        send(
            call,
            switch (call.lock()) {
              case NONE -> "none";
              case JWT -> "jwt";
              case IAM -> "iam";
              case FUNCTION -> {
                String header = requireNonNull(call.header());
                yield "\"" + header + ": $" + Walk.variable(header) + "\"";
              }
            }));
    boolean keyed = call.lock() == Lock.JWT || call.lock() == Lock.IAM;
    String expected = call.succeeds() ? "2xx" : keyed ? "open" : "\"$status\"";
    lines.add("expect %s %s".formatted(word(call.routeKey()), expected));
    call.captures()
        .forEach((name, member) -> {
          lines.add("%s=$(field %s)".formatted(variable(name), word(member)));
          lines.add("[ -n \"$%s\" ] || %s=$(field id)".formatted(variable(name), variable(name)));
        });
  }

  private static String send(Call call, String lock) {
    var url = new StringBuilder("\"$base_url\"");
    for (String segment : call.path().substring(1).split("/", -1)) {
      boolean variable = segment.startsWith("{");
      url.append('/')
          .append(
              variable
                  ? "\"$" + variable(segment.substring(1, segment.length() - 1)) + "\""
                  : word(segment));
    }
    String body = call.body() == null ? "" : " " + word(call.body().toString());
    return "send " + call.method() + " " + url + " " + lock + body;
  }

  private static String variable(String name) {
    return "of_" + name.replaceAll("[^A-Za-z0-9_]", "_");
  }

  private static String word(String text) {
    return text.matches("[A-Za-z0-9_./:=+@%,-]*") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private static String comment(String text) {
    return text.replaceAll("\\R", " ");
  }
}
