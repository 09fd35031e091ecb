package dev.gatehouse.host.console;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.cognito.OAuthFlow;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import dev.gatehouse.host.console.Premises.Client;
import dev.gatehouse.host.console.Premises.Entrance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One request of the walk.
///
/// @param why what it shows, for a newcomer
/// @param url may name `{player_id}`, which the creating request's answer tells
/// @param body empty for none
/// @param letsIn whether the door is to open
record Knock(
    String title,
    String why,
    String method,
    String url,
    Credential credential,
    String body,
    boolean letsIn) {
  enum Credential {
    NONE,
    /// The administrator's signature.
    SIGNATURE,
    /// The first client's id and secret.
    SECRET,
    /// The token that the secret fetched.
    TOKEN
  }

  static final String ID = "{player_id}";

  private static final String PLAYER =
      """
      {"name":"Kylian Mbappé","country":"France","date_of_birth":"1998-12-20",\
      "team":"Real Madrid","position":"Forward","club_number":9,"national_team_number":10}\
      """;

  Knock {
    requireNonNull(title, "title");
    requireNonNull(why, "why");
    requireNonNull(method, "method");
    requireNonNull(url, "url");
    requireNonNull(credential, "credential");
    requireNonNull(body, "body");
  }

  /// The article's walk through whatever of it this stack has: a signed function URL, a locked API
  /// with tokens, an open door.
  static List<Knock> all(Premises premises) {
    var knocks = new ArrayList<Knock>();
    first(premises, Door.Kind.FUNCTION_URL, Lock.Iam.class)
        .ifPresent(url -> throughSignature(url.base() + "/", knocks));
    Optional<Client> client = machine(premises);
    Optional<Entrance> locked = locked(premises);
    locked.ifPresent(route ->
        knocks.add(
            new Knock(
                "Knock without a token",
                "The API opens to tokens of the user pool only. Without one the gateway's authorizer"
                    + " turns the request away: 401, and the function never hears of it.",
                "GET",
                route.url(),
                Credential.NONE,
                "",
                false)));
    if (client.isPresent() && locked.isPresent()) {
      throughToken(premises, client.get(), locked.get(), knocks);
    }
    open(premises)
        .ifPresent(route ->
            knocks.add(
                new Knock(
                    "Walk through an open door",
                    "This route has no lock: anyone gets in, here as on AWS.",
                    "GET",
                    route.url(),
                    Credential.NONE,
                    "",
                    true)));
    return knocks;
  }

  /// The first that may fetch tokens with its own secret.
  static Optional<Client> machine(Premises premises) {
    return premises.clients().stream()
        .filter(client -> client.secret().isPresent() && client.tokenUrl().isPresent())
        .filter(client ->
            client.client().oauth().flows().stream().anyMatch(OAuthFlow.CLIENT_CREDENTIALS::equals))
        .findFirst();
  }

  private static void throughSignature(String url, List<Knock> knocks) {
    knocks.add(
        new Knock(
            "Knock unsigned",
            "The function URL has AuthType AWS_IAM. A browser or REST client sends no signature:"
                + " 403, and the function never hears of it.",
            "GET",
            url,
            Credential.NONE,
            "",
            false));
    knocks.add(
        new Knock(
            "Sign the request",
            "The same request, signed with the administrator's access key (SigV4). The signature is"
                + " verified, then policies are asked, then the function runs.",
            "GET",
            url,
            Credential.SIGNATURE,
            "",
            true));
  }

  private static void throughToken(
      Premises premises, Client client, Entrance locked, List<Knock> knocks) {
    knocks.add(
        new Knock(
            "Fetch an access token",
            "The app client shows its id and secret to the identity provider and gets a token for"
                + " one hour: the OAuth 2.0 client credentials grant.",
            "POST",
            client.tokenUrl().orElseThrow(),
            Credential.SECRET,
            "",
            true));
    Optional<String> players = players(premises);
    if (players.isPresent()) {
      throughPlayers(players.get(), knocks);
    } else {
      knocks.add(
          new Knock(
              "Knock with the token",
              "The authorizer checks the token's signature, issuer, audience, times and scope, and"
                  + " lets it pass.",
              "GET",
              locked.url(),
              Credential.TOKEN,
              "",
              true));
    }
  }

  private static void throughPlayers(String base, List<Knock> knocks) {
    String player = base + "/players/" + ID;
    knocks.add(
        withToken(
            "Create a player",
            "With the token the door opens: the function puts Kylian Mbappé into the table.",
            "POST",
            base + "/players",
            PLAYER));
    knocks.add(
        withToken(
            "List the players", "The function scans the table.", "GET", base + "/players", ""));
    knocks.add(withToken("Read the player", "One item, by its key.", "GET", player, ""));
    knocks.add(
        withToken(
            "Change the player",
            "A new number: only what changed comes back.",
            "PATCH",
            player,
            "{\"club_number\":10}"));
    knocks.add(withToken("Delete the player", "And the item is gone.", "DELETE", player, ""));
    knocks.add(
        withToken(
            "Read the player again",
            "The door opens, and the function finds nothing: 404 is the API's own answer.",
            "GET",
            player,
            ""));
  }

  private static Knock withToken(String title, String why, String method, String url, String body) {
    return new Knock(title, why, method, url, Credential.TOKEN, body, true);
  }

  private static Optional<Entrance> first(
      Premises premises, Door.Kind kind, Class<? extends Lock> lock) {
    return premises.entrances().stream()
        .filter(
            entrance -> entrance.door().kind() == kind && lock.isInstance(entrance.door().lock()))
        .findFirst();
  }

  private static Optional<Entrance> locked(Premises premises) {
    return premises.entrances().stream()
        .filter(entrance -> entrance.door().lock() instanceof Lock.Jwt && plain(entrance.door()))
        .findFirst();
  }

  private static Optional<Entrance> open(Premises premises) {
    return premises.entrances().stream()
        .filter(entrance ->
            entrance.door().kind() == Door.Kind.ROUTE
                && entrance.door().lock() instanceof Lock.Open
                && plain(entrance.door()))
        .findFirst();
  }

  /// Where the URL says all that there is to say.
  private static boolean plain(Door door) {
    return (door.method().equals("GET") || door.method().equals("ANY"))
        && door.path().startsWith("/")
        && !door.path().contains("{");
  }

  /// The address of an API with the article's routes.
  private static Optional<String> players(Premises premises) {
    return premises.entrances().stream()
        .filter(entrance -> entrance.door().name().equals("POST /players"))
        .map(Entrance::base)
        .filter(base ->
            List.of(
                    "GET /players",
                    "GET /players/" + ID,
                    "PATCH /players/" + ID,
                    "DELETE /players/" + ID)
                .stream()
                .allMatch(name ->
                    premises.entrances().stream()
                        .anyMatch(other ->
                            other.base().equals(base) && other.door().name().equals(name))))
        .findFirst();
  }
}
