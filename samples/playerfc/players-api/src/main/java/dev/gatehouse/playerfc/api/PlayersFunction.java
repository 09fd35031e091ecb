package dev.gatehouse.playerfc.api;

import java.util.ArrayList;

/// The whole function but its transport: event text in, answer text out.
final class PlayersFunction {
  private static final Response FAILURE =
      Response.detail(500, "An error occurred while handling the request");

  private final Router router;
  private final RequestLog log;

  PlayersFunction(PlayerStore store, RequestLog log) {
    var described = new PlayersApi(store).routes();
    var routes = new ArrayList<>(described);
    routes.addAll(new Documentation(described).routes());
    this.router = new Router(routes);
    this.log = log;
  }

  String answer(String event) {
    try {
      return PayloadV2.answer(answer(PayloadV2.request(event)));
    } catch (PayloadV2.Unreadable e) {
      return PayloadV2.answer(Response.detail(400, String.valueOf(e.getMessage())));
    }
  }

  // Whatever goes wrong is for the log: the caller learns that it did, and no more.
  private Response answer(Request request) {
    try {
      var response = router.answer(request);
      log.answered(request, response);
      return response;
    } catch (RuntimeException e) {
      log.failed(request, FAILURE, e);
      return FAILURE;
    }
  }
}
