package dev.gatehouse.host.console;

import static j2html.TagCreator.p;

import dev.gatehouse.aws.Json;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.lambda.Invocation;
import dev.gatehouse.lambda.InvokeResult;
import dev.gatehouse.lambda.LambdaFunction;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JacksonException;

/// Everything that is done or disclosed at the press of a button. The caller has made sure that the
/// button is the console's own.
final class Changes {
  private final Premises premises;
  private final Pages pages;

  Changes(Premises premises, Pages pages) {
    this.premises = premises;
    this.pages = pages;
  }

  HttpResponse make(Place place, Form form, Session session) {
    return switch (place.shape()) {
      case "walk/*" -> walk(session, place.name());
      case "clients/*/secret" ->
          pages
              .client(place.name())
              .map(client ->
                  pages.page(
                      session,
                      "/pools",
                      "The secret of " + client.client().name(),
                      PoolsPage.shown(client)))
              .orElseGet(() -> pages.nowhere(session));
      case "functions/*/invoke" ->
          premises
              .function(place.name())
              .map(function -> invoke(session, function, form.value("event")))
              .orElseGet(() -> pages.nowhere(session));
      default -> pages.nowhere(session);
    };
  }

  private HttpResponse walk(Session session, String step) {
    if (step.equals("again")) {
      session.walk().again();
      return seeOther("/walk");
    }
    List<Knock> knocks = Knock.all(premises);
    if (!step.matches("[0-9]{1,3}") || Integer.parseInt(step) >= knocks.size()) {
      return pages.nowhere(session);
    }
    session.walk().knock(knocks.get(Integer.parseInt(step)), premises);
    return seeOther("/walk#step-" + step);
  }

  /// Runs the function as its owner's own test: no door, no lock.
  private HttpResponse invoke(Session session, LambdaFunction function, String event) {
    if (!isJson(event)) {
      return notInvoked(session, "The event is not a JSON text.");
    }
    String id = UUID.randomUUID().toString();
    String hex = id.replace("-", "");
    var invocation =
        new Invocation(
            id,
            Body.of(event),
            function.config().arn(),
            "Root=1-" + hex.substring(0, 8) + "-" + hex.substring(8) + ";Sampled=0");
    return switch (function.invoke(invocation)) {
      case InvokeResult.Returned _, InvokeResult.Failed _ ->
          seeOther("/functions/" + function.config().name() + "/invocations/" + id);
      case InvokeResult.Throttled(var reason) -> notInvoked(session, "Throttled: " + reason + ".");
      case InvokeResult.RequestTooLarge() ->
          notInvoked(session, "The event is longer than Lambda takes.");
    };
  }

  private HttpResponse notInvoked(Session session, String because) {
    return pages.page(session, "/functions", "Not invoked", p(because));
  }

  private static boolean isJson(String event) {
    try {
      Json.STRICT.readTree(event);
      return !event.isBlank();
    } catch (JacksonException notJson) {
      return false;
    }
  }

  private static HttpResponse seeOther(String path) {
    return HttpResponse.of(303).with("Location", Page.ROOT + path);
  }
}
