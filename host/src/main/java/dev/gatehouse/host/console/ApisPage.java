package dev.gatehouse.host.console;

import static j2html.TagCreator.a;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.apigateway.HttpApiConfig;
import dev.gatehouse.apigateway.OpenApiExport;
import dev.gatehouse.apigateway.OpenApiExport.Extent;
import dev.gatehouse.apigateway.StageConfig;
import dev.gatehouse.host.console.Premises.Entrance;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import j2html.tags.DomContent;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// HTTP APIs with their routes, and their OpenAPI definitions to take away.
final class ApisPage {
  private ApisPage() {}

  static DomContent of(Premises premises) {
    return premises.apis().isEmpty()
        ? p("This stack has no HTTP API.")
        : each(premises.apis(), api -> api(premises, api));
  }

  private static DomContent definitions(HttpApiConfig api, String stage) {
    return p(
        text("stage " + stage + ": "),
        definition(api, stage, Format.JSON),
        text(" "),
        definition(api, stage, Format.YAML));
  }

  private static DomContent definition(HttpApiConfig api, String stage, Format format) {
    String query = "stage=" + URLEncoder.encode(stage, UTF_8) + "&format=" + format.word();
    return a(format.name())
        .withHref(Page.ROOT + "/apis/" + api.identity().apiId() + "/openapi?" + query)
        .attr("aria-label", api.identity().name() + ", stage " + stage + ", " + format.name());
  }

  /// What `ExportApi` answers, as a file to be saved.
  ///
  /// @return empty when there is no such stage or format
  static Optional<HttpResponse> definition(OpenApiExport export, Form query) {
    return Format.of(query.value("format"))
        .flatMap(format ->
            export
                .document(query.value("stage"), Extent.WITH_EXTENSIONS)
                .map(document -> format.file(export.api().identity().apiId(), document)));
  }

  private enum Format {
    JSON("application/json"),
    YAML("application/yaml");

    private final String type;

    Format(String type) {
      this.type = type;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Format> of(String word) {
      return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
    }

    HttpResponse file(String apiId, ObjectNode document) {
      String text =
          switch (this) {
            case JSON -> OpenApiExport.json(document);
            case YAML -> OpenApiExport.yaml(document);
          };
      return new HttpResponse(
          200,
          HttpHeaders.of(
              "Content-Type",
              type,
              "Content-Disposition",
              "attachment; filename=\"openapi-" + apiId + "." + word() + "\""),
          Body.of(text));
    }
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
            dd(api.stages().stream().map(StageConfig::name).collect(Collectors.joining(", "))),
            dt("OpenAPI 3.0"),
            dd(each(api.stages(), stage -> definitions(api, stage.name()))),
            dt("Postman, editors, curl"),
            dd(
                code("gatehouse export postman"),
                text(", "),
                code("gatehouse export http"),
                text(", "),
                code("gatehouse export curl"))),
        Parts.listing(
            "Routes of " + api.identity().name(), List.of("Route", "Lock", "Opens to"), rows));
  }
}
