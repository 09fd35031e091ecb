package dev.gatehouse.junit;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.ClientView;
import dev.gatehouse.host.Host;
import dev.gatehouse.host.HostConfig;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import dev.gatehouse.host.TemplateFaultsException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A running stack. All of its ports are its own, and nothing of it is left when it is closed. Safe
/// for use by many threads; they share its tables and its clock.
public final class Gatehouse implements AutoCloseable {
  private static final List<String> REQUEST_IDS =
      List.of("apigw-requestid", "x-amzn-requestid", "x-amz-cognito-request-id");

  private final Host host;
  private final MovableClock clock;
  private final JavaRuntime runtime;
  private final Guest guest = new Guest();

  private Gatehouse(Host host, MovableClock clock, JavaRuntime runtime) {
    this.host = host;
    this.clock = clock;
    this.runtime = runtime;
  }

  /// @param template what [GatehouseTest#template] takes
  public static GatehouseBuilder of(String template) {
    return new GatehouseBuilder(template, Map.of(), false);
  }

  static Gatehouse start(GatehouseBuilder wanted) {
    var clock = new MovableClock();
    JavaRuntime runtime = JavaRuntime.unpacked();
    try {
      var config =
          new HostConfig(
              Path.of(wanted.template()).toAbsolutePath(),
              null,
              0,
              true,
              null,
              runtime.folder(),
              wanted.parameters(),
              wanted.leavesOut());
      return new Gatehouse(Host.start(config, line -> {}, clock), clock, runtime);
    } catch (TemplateFaultsException faults) {
      runtime.close();
      throw new IllegalStateException(String.join("\n", faults.lines()), faults);
    } catch (StartupException e) {
      runtime.close();
      throw new IllegalStateException("no stack was started: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  private RunningStack running() {
    return host.running();
  }

  // Doors

  /// The routes of its APIs and its function URLs, in the template's order. The pools' own doors
  /// and the AWS endpoint are AWS's to lock, not the template's.
  public List<Door> doors() {
    return running().doors().stream()
        .filter(door -> door.kind().equals("route") || door.kind().equals("function-url"))
        .map(door -> new Door(this, door))
        .toList();
  }

  /// @param name as [Door#name] has it, or the logical id of the resource that opens the door
  /// @throws IllegalArgumentException when no door is called so, or several are
  public Door door(String name) {
    List<Door> named = named(name);
    if (named.size() == 1) {
      return named.getFirst();
    }
    throw new IllegalArgumentException(
        named.isEmpty()
            ? "no door is called " + name + "; there are " + names()
            : "several doors are called " + name + "; name their resources: " + named);
  }

  List<Door> named(String name) {
    return doors().stream()
        .filter(door -> door.name().equals(name) || door.resource().equals(name))
        .toList();
  }

  List<String> names() {
    return doors().stream().map(Door::name).toList();
  }

  /// All of [#doors], to say something of.
  public DoorsAssert everyDoor() {
    return new DoorsAssert(this);
  }

  /// The first API's address, without a slash at its end.
  ///
  /// @throws IllegalStateException when the template has no API
  public URI url() {
    String url = environment().get("GATEHOUSE_API_URL");
    if (url == null) {
      throw new IllegalStateException("the template has no API; name a resource, url(\"MyUrl\")");
    }
    return URI.create(url);
  }

  /// Where the API, function URL or pool's domain with this logical id is, without a slash at its
  /// end.
  ///
  /// @throws IllegalArgumentException when it has none
  public URI url(String logicalId) {
    String url = running().addresses().get(logicalId);
    if (url == null) {
      throw new IllegalArgumentException(
          logicalId + " has no address; these have one: " + running().addresses().keySet());
    }
    return URI.create(url);
  }

  /// The template's outputs, with the addresses of this machine in place of AWS's.
  public Map<String, String> outputs() {
    return running().outputs();
  }

  /// What any AWS SDK needs to know to be this stack's client, by the names of its environment
  /// variables: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`; and
  /// all else that `gatehouse env` prints.
  public Map<String, String> environment() {
    return running().environment();
  }

  // Credentials

  /// A fresh access token from the pool's token endpoint, by the client credentials grant.
  ///
  /// @param client an app client's name, logical id or client id
  /// @param scopes all that the client may have if none is given
  /// @throws IllegalArgumentException when no such client fetches tokens with its own credentials
  /// @throws IllegalStateException when the token endpoint refuses; says why
  public String tokenFor(String client, String... scopes) {
    ClientView chosen = client(client);
    HttpResponse<String> answer =
        guest.send(
            Guest.form(
                chosen.tokenUrl(),
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    chosen.id(),
                    "client_secret",
                    chosen.secret(),
                    "scope",
                    scopes.length == 0 ? chosen.scope() : String.join(" ", scopes))));
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "no token for " + chosen.name() + ": " + visitOf(answer).reason());
    }
    return Json.STRICT.readTree(answer.body()).path("access_token").asString("");
  }

  private ClientView client(String name) {
    List<ClientView> clients = running().clients();
    return clients.stream()
        .filter(each -> List.of(each.name(), each.resource(), each.id()).contains(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no app client called "
                    + name
                    + " may fetch tokens with its own credentials; there are "
                    + clients.stream().map(ClientView::name).toList()));
  }

  /// The access key of the stack's administrator, who may do everything.
  public AccessKey administrator() {
    return new AccessKey(env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY"));
  }

  private String env(String name) {
    return requireNonNull(environment().get(name), name);
  }

  // Requests

  /// A request to the first API, without credentials.
  ///
  /// @param path with a slash at its start
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path));
  }

  /// A request for a function URL or an IAM-locked route, signed by the administrator at the time
  /// that [#clock] tells.
  public HttpRequest signed(String method, URI url) {
    return signed(administrator(), method, url, null);
  }

  /// @param body signed and sent as JSON; null for none
  public HttpRequest signed(AccessKey key, String method, URI url, @Nullable String body) {
    boolean functionUrl =
        doors().stream()
            .anyMatch(door ->
                door.isFunctionUrl() && door.url().getAuthority().equals(url.getAuthority()));
    Map<String, String> headers =
        body == null ? Map.of() : Map.of("Content-Type", "application/json");
    return new Guest.Signer(key, env("AWS_REGION"), functionUrl ? "lambda" : "execute-api", clock)
        .sign(method, url, headers, body);
  }

  public HttpResponse<String> send(HttpRequest request) {
    return guest.send(request);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request.build());
  }

  // Tables

  /// @param name as AWS clients call it, or the logical id of a table that the template does not
  ///   name
  /// @throws IllegalArgumentException when there is no such table
  public Table table(String name) {
    List<String> names =
        dynamodb("ListTables", Json.STRICT.createObjectNode())
            .path("TableNames")
            .valueStream()
            .map(JsonNode::asString)
            .toList();
    return Stream.concat(
            names.stream().filter(name::equals),
            names.stream().filter(each -> each.matches(".*-\\Q" + name + "\\E-[A-Za-z0-9]+")))
        .findFirst()
        .map(found -> new Table(this, found))
        .orElseThrow(() ->
            new IllegalArgumentException("no table is called " + name + "; there are " + names));
  }

  JsonNode dynamodb(String operation, ObjectNode input) {
    var headers =
        Map.of(
            "Content-Type",
            "application/x-amz-json-1.0",
            "X-Amz-Target",
            "DynamoDB_20120810." + operation);
    HttpResponse<String> answer =
        send(
            new Guest.Signer(administrator(), env("AWS_REGION"), "dynamodb", Clock.systemUTC())
                .sign(
                    "POST",
                    URI.create(env("AWS_ENDPOINT_URL") + "/"),
                    headers,
                    Json.STRICT.writeValueAsString(input)));
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(operation + " is refused: " + answer.body());
    }
    return Json.STRICT.readTree(answer.body());
  }

  // Journal

  /// The last visit to any door but the AWS endpoint, whose visitors are functions and SDKs.
  ///
  /// @throws IllegalStateException when nobody has been here yet
  public Visit lastVisit() {
    List<Visit> last = visits(1, visit -> !isAwsCall(visit));
    if (last.isEmpty()) {
      throw new IllegalStateException("nobody has knocked at a door yet");
    }
    return last.getFirst();
  }

  /// The visit that this was the answer to.
  ///
  /// @throws IllegalArgumentException when it is none of this stack's, or too long ago
  public Visit visitOf(HttpResponse<?> answer) {
    return REQUEST_IDS.stream()
        .flatMap(header -> answer.headers().firstValue(header).stream())
        .flatMap(id -> visits(1, visit -> visit.path("id").asString("").equals(id)).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no visit had this answer: " + answer));
  }

  /// The last visits to all doors, the AWS endpoint's operations among them, oldest first.
  public List<Visit> visits() {
    return visits(1000, visit -> true);
  }

  Path state() {
    return Path.of(running().stateFolder());
  }

  private List<Visit> visits(int count, Predicate<JsonNode> filter) {
    return host.visits(count, filter).stream().map(Visit::of).toList();
  }

  /// An operation's name has no space, a door's has one between method and path.
  private static boolean isAwsCall(JsonNode visit) {
    return visit.path("gate").asString("").equals("aws")
        && !visit.path("door").asString("").contains(" ");
  }

  // Time

  /// The time at the doors, to move: a token expires without waiting.
  public MovableClock clock() {
    return clock;
  }

  /// Shuts the doors and ends the functions. May be called twice.
  @Override
  public void close() {
    try {
      host.close();
    } finally {
      guest.close();
      runtime.close();
    }
  }
}
