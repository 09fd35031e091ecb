package dev.gatehouse.host.console;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.door.Visit;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// A visit and what was said at the door.
///
/// @param number counts the visits since the start
/// @param query as it was sent
/// @param answer empty when it was streamed
record SeenVisit(
    long number,
    Visit visit,
    String query,
    HttpHeaders asked,
    Excerpt question,
    HttpHeaders answered,
    Excerpt answer) {
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=(?<key>[A-Z0-9]{16,128})/");

  SeenVisit {
    requireNonNull(visit, "visit");
    requireNonNull(query, "query");
    requireNonNull(asked, "asked");
    requireNonNull(question, "question");
    requireNonNull(answered, "answered");
    requireNonNull(answer, "answer");
  }

  static SeenVisit of(long number, Visit visit, HttpRequest request, HttpResponse response) {
    return new SeenVisit(
        number,
        visit,
        request.rawQuery(),
        request.headers(),
        Excerpt.of(request.body()),
        response.headers(),
        Excerpt.of(response.content() instanceof Body body ? body : Body.EMPTY));
  }

  /// What it takes of memory, roughly.
  long size() {
    return question.kept().length() + answer.kept().length() + size(asked) + size(answered) + 512L;
  }

  private static long size(HttpHeaders headers) {
    long size = 0;
    for (HttpHeader line : headers) {
      size += line.name().length() + line.value().length();
    }
    return size;
  }

  /// The access key whose signature was found to hold.
  Optional<String> signer() {
    boolean verified =
        visit.steps().stream()
            .anyMatch(
                step -> step.actor().equals("signature") && step.what().startsWith("verified"));
    var credential = CREDENTIAL.matcher(asked.first("authorization").orElse(""));
    return verified && credential.find() ? Optional.of(credential.group("key")) : Optional.empty();
  }

  /// The token that was shown at the door, by its `jti`.
  Optional<String> shownToken() {
    return TokenId.in(asked.first("authorization").orElse(""));
  }

  /// The access token that was handed out, by its `jti`.
  Optional<String> issuedToken() {
    return visit.door().equals("POST /oauth2/token") && visit.status() == 200
        ? TokenId.in(answer.kept().text())
        : Optional.empty();
  }

  Instant until() {
    return visit.at().plus(visit.took());
  }

  /// Names nothing that a guest said.
  @Override
  public String toString() {
    return "SeenVisit[" + number + "]";
  }
}
