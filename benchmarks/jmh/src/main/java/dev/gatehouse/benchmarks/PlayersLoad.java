package dev.gatehouse.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Writes and reads players one after the other, over one kept connection: through token, gateway,
/// function and table, and in the table itself by the SDK. Both clients use the JDK's URL
/// connections, so what differs is what lies between them and the table.
///
/// Arguments are rounds, seconds of each and the table's name; the rest is what `gatehouse env`
/// says. Prints one line of JSON for each side and round, and before them what was not measured
/// warm.
public final class PlayersLoad {
  /// As many players as take turns: the table does not grow while it is measured.
  private static final int PLAYERS = 500;

  private static final Pattern ID = Pattern.compile("\"player_id\":\"([^\"]+)\"");
  private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  private final Duration time;
  private final Side gateway;
  private final Side table;

  /// One way to the table.
  private interface Side {
    void prepare();

    /// @return the player's id
    String write(int number);

    void read(String id);
  }

  private PlayersLoad(Duration time, Side gateway, Side table) {
    this.time = time;
    this.gateway = gateway;
    this.table = table;
  }

  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("expected ROUNDS SECONDS TABLE");
    }
    int rounds = Integer.parseInt(arguments[0]);
    var time = Duration.ofMillis(Math.round(Double.parseDouble(arguments[1]) * 1000));
    try (var client =
        DynamoDbClient.builder()
            .defaultsMode(DefaultsMode.IN_REGION)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      new PlayersLoad(time, new Gateway(), new Table(client, arguments[2])).run(rounds);
    }
  }

  private void run(int rounds) {
    for (int round = 0; round <= rounds; round++) {
      measure(round, "gateway", gateway);
      measure(round, "table", table);
    }
  }

  private void measure(int round, String who, Side side) {
    side.prepare();
    var writes = new Latencies();
    var reads = new Latencies();
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      long started = System.nanoTime();
      String id = side.write(i % PLAYERS);
      long written = System.nanoTime();
      side.read(id);
      reads.add(System.nanoTime() - written);
      writes.add(written - started);
    }
    System.out.printf(
        "{\"round\": %d, \"who\": \"%s\", \"write\": %s, \"read\": %s}%n",
        round, who, writes.json(), reads.json());
  }

  /// Durations, kept one by one.
  private static final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    void add(long duration) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      nanos[count++] = duration;
    }

    String json() {
      long[] sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      return "{\"requests\": %d, \"p50_ms\": %.4f, \"p99_ms\": %.4f, \"max_ms\": %.4f}"
          .formatted(
              count,
              sorted[count / 2] / 1e6,
              sorted[(int) (count * 0.99)] / 1e6,
              sorted[count - 1] / 1e6);
    }
  }

  /// With a token of its own each round, which is verified on each request.
  private static final class Gateway implements Side {
    private String authorization = "";

    @Override
    public void prepare() {
      String pair = env("GATEHOUSE_CLIENT_ID") + ":" + env("GATEHOUSE_CLIENT_SECRET");
      String answer =
          call(
              "POST",
              env("GATEHOUSE_TOKEN_URL"),
              "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)),
              "application/x-www-form-urlencoded",
              "grant_type=client_credentials");
      authorization = "Bearer " + first(TOKEN, answer);
    }

    @Override
    public String write(int number) {
      String player =
          """
          {"name":"%s","country":"France","date_of_birth":"1998-12-20","team":"Real Madrid",\
          "position":"Forward","club_number":9,"national_team_number":10}\
          """
              .formatted(name(number));
      return first(ID, call("POST", players(), authorization, "application/json", player));
    }

    @Override
    public void read(String id) {
      call("GET", players() + "/" + id, authorization, "application/json", null);
    }

    private static String players() {
      return env("GATEHOUSE_API_URL") + "/players";
    }

    private static String call(
        String method, String url, String authorization, String type, @Nullable String body) {
      try {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", authorization);
        if (body != null) {
          connection.setRequestProperty("Content-Type", type);
          connection.setDoOutput(true);
          try (var out = connection.getOutputStream()) {
            out.write(body.getBytes(UTF_8));
          }
        }
        if (connection.getResponseCode() / 100 != 2) {
          throw new IllegalStateException(method + " was answered " + connection.getResponseCode());
        }
        try (InputStream in = connection.getInputStream()) {
          return new String(in.readAllBytes(), UTF_8);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String first(Pattern pattern, String text) {
      Matcher matcher = pattern.matcher(text);
      if (!matcher.find()) {
        throw new IllegalStateException("the answer has no " + pattern);
      }
      return matcher.group(1);
    }
  }

  /// Calls as the sample's own function makes them.
  private static final class Table implements Side {
    private final DynamoDbClient client;
    private final String name;

    Table(DynamoDbClient client, String name) {
      this.client = client;
      this.name = name;
    }

    @Override
    public void prepare() {}

    @Override
    public String write(int number) {
      // As long as the ids that the function makes.
      String id = "00000000-0000-5000-8000-%012d".formatted(number);
      Map<String, AttributeValue> item =
          Map.of(
              "id", fromS(id),
              "name", fromS(name(number)),
              "country", fromS("France"),
              "date_of_birth", fromS("1998-12-20"),
              "team", fromS("Real Madrid"),
              "position", fromS("Forward"),
              "club_number", fromN("9"),
              "national_team_number", fromN("10"));
      client.putItem(request -> request.tableName(name).item(item));
      return id;
    }

    @Override
    public void read(String id) {
      var answer =
          client.getItem(
              request -> request.tableName(name).key(Map.of("id", fromS(id))).consistentRead(true));
      if (!answer.hasItem()) {
        throw new IllegalStateException("the player just written is not there");
      }
    }
  }

  private static String name(int number) {
    return "Kylian Mbappé " + number;
  }

  private static String env(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set; `gatehouse env` says it");
    }
    return value;
  }
}
