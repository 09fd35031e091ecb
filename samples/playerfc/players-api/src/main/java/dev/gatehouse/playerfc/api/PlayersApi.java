package dev.gatehouse.playerfc.api;

import static dev.gatehouse.playerfc.api.Schemas.MESSAGE;
import static dev.gatehouse.playerfc.api.Schemas.PLAYER;
import static dev.gatehouse.playerfc.api.Schemas.array;
import static dev.gatehouse.playerfc.api.Schemas.object;
import static dev.gatehouse.playerfc.api.Schemas.oneOf;

import dev.gatehouse.playerfc.api.BodySchema.Invalid;
import dev.gatehouse.playerfc.api.BodySchema.Valid;
import dev.gatehouse.playerfc.api.Route.Description;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The six operations on players, each with what it says of itself.
final class PlayersApi {
  private static final BodySchema NEW_PLAYER =
      new BodySchema("NewPlayer", false, Player.ATTRIBUTES, Player.EXAMPLE);
  private static final BodySchema PLAYER_CHANGES =
      new BodySchema("PlayerChanges", true, Player.CHANGEABLE, Map.of("club_number", 10L));

  private final PlayerStore store;

  PlayersApi(PlayerStore store) {
    this.store = store;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/", (_, _) -> welcome(), describe("welcome", "Welcome", null, MESSAGE)),
        new Route(
            "GET",
            "/players",
            (_, _) -> list(),
            describe(
                "list_players",
                "List all players",
                null,
                oneOf(
                    object("count", FieldType.INTEGER.schema(), "players", array(PLAYER)),
                    MESSAGE))),
        new Route(
            "POST",
            "/players",
            (request, _) -> create(request),
            describe(
                "create_player",
                "Create a player, or replace the one of that name and country",
                NEW_PLAYER,
                object(
                    "player_id", FieldType.STRING.schema(),
                    "player_name", FieldType.STRING.schema()))),
        ofPlayer("GET", (_, id) -> find(id), describe("get_player", "Get a player", null, PLAYER)),
        ofPlayer(
            "PATCH",
            this::change,
            describe(
                "change_player",
                "Change some of a player's attributes",
                PLAYER_CHANGES,
                object(
                    "id", FieldType.STRING.schema(),
                    "attributes", Schemas.changes(Player.CHANGEABLE)))),
        ofPlayer(
            "DELETE",
            (_, id) -> delete(id),
            describe("delete_player", "Delete a player", null, MESSAGE)));
  }

  private static Response welcome() {
    return Response.ok(
        Json.object(
            "message", "Welcome to the Players FC API!", "description", "More than just a Game"));
  }

  private Response list() {
    var players = store.all();
    return Response.ok(
        players.isEmpty()
            ? Map.of("message", "No players found")
            : Json.object("count", players.size(), "players", players));
  }

  private Response create(Request request) {
    return switch (NEW_PLAYER.read(request)) {
      case Invalid(var faults) -> Response.faults(faults);
      case Valid(var values) -> {
        var player = Player.of(values);
        store.put(player);
        yield Response.ok(Json.object("player_id", player.id(), "player_name", player.name()));
      }
    };
  }

  private Response find(String id) {
    return store.find(id).map(Response::ok).orElseGet(() -> unknown(id));
  }

  private Response change(Request request, String id) {
    return switch (PLAYER_CHANGES.read(request)) {
      case Invalid(var faults) -> Response.faults(faults);
      // Nothing to change is a change like any other: 404 for nobody, else an empty set of
      // attributes.
      case Valid(var changes) ->
          store
              .change(id, changes)
              .map(changed -> Response.ok(Json.object("id", id, "attributes", changed)))
              .orElseGet(() -> Response.detail(404, "Player '" + id + "' does not exist"));
    };
  }

  private Response delete(String id) {
    return store.remove(id)
        ? Response.ok(Map.of("message", "'" + id + "' successfully deleted."))
        : unknown(id);
  }

  private static Response unknown(String id) {
    return Response.detail(404, "Player '" + id + "' not found");
  }

  @FunctionalInterface
  private interface OfPlayer {
    Response answer(Request request, String id);
  }

  private static Route ofPlayer(String method, OfPlayer endpoint, Description description) {
    return new Route(
        method,
        "/players/{player_id}",
        (request, parameters) -> endpoint.answer(request, parameters.getOrDefault("player_id", "")),
        description.refusing(404, "No such player"));
  }

  private static Description describe(
      String operationId, String summary, @Nullable BodySchema body, Map<String, Object> answer) {
    return new Description(operationId, summary, body, answer, Map.of());
  }
}
