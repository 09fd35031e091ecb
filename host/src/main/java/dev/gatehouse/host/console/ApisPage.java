package dev.gatehouse.host.console;

import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;

import dev.gatehouse.apigateway.HttpApiConfig;
import dev.gatehouse.apigateway.StageConfig;
import dev.gatehouse.host.console.Premises.Entrance;
import j2html.tags.DomContent;
import java.util.List;
import java.util.stream.Collectors;

/// HTTP APIs with their routes.
final class ApisPage {
  private ApisPage() {}

  static DomContent of(Premises premises) {
    return premises.apis().isEmpty()
        ? p("This stack has no HTTP API.")
        : each(premises.apis(), api -> api(premises, api));
  }

  private static DomContent api(Premises premises, HttpApiConfig api) {
    List<Entrance> routes = premises.routes(api);
    var rows =
        routes.stream()
            .map(route ->
                Parts.row(
                    code(route.door().name()),
                    Parts.lock(route.door().lock()),
                    text(Parts.opensTo(route.door().lock()))))
            .toList();
    return section(
        h2(api.identity().name()),
        dl(
            dt("API id"),
            dd(code(api.identity().apiId())),
            dt("Address"),
            dd(
                routes.isEmpty()
                    ? text("none: its default endpoint is disabled")
                    : Parts.copyable("api-" + api.logicalId(), routes.getFirst().base())),
            dt("Stages"),
            dd(api.stages().stream().map(StageConfig::name).collect(Collectors.joining(", ")))),
        Parts.listing(
            "Routes of " + api.identity().name(), List.of("Route", "Lock", "Opens to"), rows));
  }
}
