package dev.gatehouse.playerfc.api;

import java.util.ArrayList;

/// The whole function but its transport: event text in, answer text out.
final class PlayersFunction {
  // A player takes some 200 characters. The limit keeps items below DynamoDB's 400 KB, and answers
  // that
  // repeat the body once for each of its faults below Lambda's 6 MB.
  private static final int LONGEST_BODY = 65_536;
  private static final Response TOO_LARGE = Response.detail(413, "Request body too large");
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
      var response = request.bodyLength() > LONGEST_BODY ? TOO_LARGE : router.answer(request);
      log.answered(request, response);
      return response;
    } catch (RuntimeException e) {
      log.failed(request, FAILURE, e);
      return FAILURE;
    }
  }
}
