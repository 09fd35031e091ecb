package dev.gatehouse.host.console;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.CredentialStore;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.SigV4Result;
import dev.gatehouse.aws.SigV4Verifier;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The owner's pages, at [#ROOT] on the base port.
///
/// Getting in takes three things: an address of the console's own in `Host`, no other page behind
/// the request, and the cookie that a link for one use was exchanged for. Links are made for
/// whoever signs as the stack's administrator. What changes something is a POST from a page of the
/// console's own, with that page's token.
public final class Console implements AutoCloseable {
  /// No pool and no operation of AWS's has this name.
  public static final String ROOT = Page.ROOT;

  /// Where links are asked for, by a signed POST.
  public static final String LINKS = ROOT + "/links";

  /// What such a signature's credential is scoped to.
  public static final String SIGNING_NAME = "gatehouse";

  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final Duration CLOCK_WINDOW = Duration.ofMinutes(5);

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  /// The console's own pages get to know where a form comes from: without a referrer, browsers
  /// would name the origin `null`.
  private static final HttpHeaders ALWAYS =
      HttpHeaders.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "clipboard-write=(self)");

  private final Clock clock;
  private final Visits visits;
  private @Nullable HttpClient http;
  private final Sessions sessions;
  private volatile @Nullable Showing showing;

  /// What is shown now, and to whom.
  ///
  /// @param cookie the name of the session's: cookies do not tell ports apart, and another stack's
  ///   console has another
  private record Showing(
      Premises premises,
      SigV4Verifier signatures,
      Origins origins,
      Pages pages,
      Changes changes,
      String cookie) {}

  public Console(Visits visits, Clock clock, SecureRandom random) {
    this.visits = requireNonNull(visits, "visits");
    this.clock = requireNonNull(clock, "clock");
    this.sessions = new Sessions(clock, random, () -> new Walk(http(), visits));
  }

  /// Made for the first session: most starts have none, and it takes a while.
  private synchronized HttpClient http() {
    HttpClient made = http;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Duration.ofSeconds(5))
              .build();
      http = made;
    }
    return made;
  }

  /// From now on the pages are of this; sessions go on.
  public void show(Premises premises) {
    AccessKey administrator = premises.administrator();
    CredentialStore owner = id -> Optional.of(administrator).filter(key -> key.id().equals(id));
    var pages = new Pages(premises, visits);
    showing =
        new Showing(
            premises,
            new SigV4Verifier(owner, clock, premises.region(), List.of(SIGNING_NAME), CLOCK_WINDOW),
            new Origins(premises.port()),
            pages,
            new Changes(premises, pages),
            "gatehouse-" + premises.port());
  }

  /// Whether a request is for the console by its path. Whose host name it has is for the caller to
  /// look at first.
  public static boolean isFor(HttpRequest request) {
    String path = request.rawPath();
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  public HttpResponse handle(HttpRequest request) {
    Showing now = showing;
    HttpResponse answer = now == null ? HttpResponse.of(503) : answer(now, request);
    var headers = new ArrayList<HttpHeader>(answer.headers().lines());
    ALWAYS.forEach(headers::add);
    if (!answer.headers().contains("Cache-Control")) {
      headers.add(new HttpHeader("Cache-Control", "no-store"));
    }
    return new HttpResponse(answer.status(), new HttpHeaders(headers), answer.content());
  }

  private HttpResponse answer(Showing now, HttpRequest request) {
    Place place = Place.of(request.rawPath().substring(ROOT.length()));
    boolean reading = request.method().equals("GET") || request.method().equals("HEAD");
    if (reading && place.shape().equals("enter")) {
      return now.origins()
          .wrongHost(request)
          .map(Console::turnedAway)
          .orElseGet(() -> enter(now, request));
    }
    Optional<String> fault = now.origins().fault(request);
    if (fault.isPresent()) {
      return turnedAway(fault.get());
    }
    if (reading && place.shape().equals("assets/*")) {
      return Assets.find(place.name()).orElseGet(() -> HttpResponse.of(404));
    }
    if (request.method().equals("POST") && place.shape().equals("links")) {
      return link(now, request);
    }
    Optional<Session> session = session(now, request);
    if (session.isEmpty()) {
      return Page.shut(
          401,
          "This is the console",
          "Run `gatehouse console` in a terminal: it prints a link that lets this browser in.");
    }
    return switch (request.method()) {
      case "GET", "HEAD" -> now.pages().at(place, Form.query(request), session.get());
      case "POST" -> change(now, request, place, session.get());
      default -> HttpResponse.of(405).with("Allow", "GET, HEAD, POST");
    };
  }

  private static HttpResponse turnedAway(String because) {
    return Page.shut(403, "Turned away", because);
  }

  // Getting in

  /// Nobody's signature but the administrator's is known here.
  private HttpResponse link(Showing now, HttpRequest request) {
    return switch (now.signatures().verify(request)) {
      case SigV4Result.Verified _ ->
          HttpResponse.json(
              201,
              Json.STRICT
                  .createObjectNode()
                  .put(
                      "url",
                      "http://localhost:"
                          + now.premises().port()
                          + ROOT
                          + "/enter?key="
                          + sessions.key().reveal())
                  .toString());
      case SigV4Result.Rejected(_, var reason) -> {
        LOG.info("no link to the console: {}", reason.sentence());
        yield turnedAway("Links are for the stack's administrator.");
      }
    };
  }

  private HttpResponse enter(Showing now, HttpRequest request) {
    return sessions
        .enter(Form.query(request).value("key"))
        .map(session ->
            Page.entered().with("Set-Cookie", cookie(now, session.cookie().reveal(), "")))
        .orElseGet(() ->
            Page.shut(
                403,
                "This link is used up",
                "A link opens the console once, within two minutes. Run `gatehouse console` for"
                    + " another."));
  }

  private static String cookie(Showing now, String value, String more) {
    return now.cookie() + "=" + value + "; Path=" + ROOT + "; HttpOnly; SameSite=Strict" + more;
  }

  private Optional<Session> session(Showing now, HttpRequest request) {
    String name = now.cookie() + "=";
    return request.headers().all("cookie").stream()
        .flatMap(line -> Arrays.stream(line.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name))
        .map(pair -> pair.substring(name.length()))
        .flatMap(value -> sessions.find(value).stream())
        .findFirst();
  }

  private HttpResponse change(Showing now, HttpRequest request, Place place, Session session) {
    Form form = Form.posted(request);
    if (!now.origins().own(request) || !session.csrf().matches(form.value("csrf"))) {
      return turnedAway("This form was not sent by a page of the console.");
    }
    if (place.shape().equals("leave")) {
      sessions.leave(session);
      return Page.shut(200, "Good-bye", "Run `gatehouse console` to come back.")
          .with("Set-Cookie", cookie(now, "", "; Max-Age=0"));
    }
    return now.changes().make(place, form, session);
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.close();
    }
  }
}
