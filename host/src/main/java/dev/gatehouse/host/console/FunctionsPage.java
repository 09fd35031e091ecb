package dev.gatehouse.host.console;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.label;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;
import static j2html.TagCreator.textarea;

import dev.gatehouse.lambda.FunctionConfig;
import dev.gatehouse.lambda.LambdaFunction;
import j2html.tags.DomContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Functions: their logs, their last invocations, and one more if the owner likes.
final class FunctionsPage {
  private static final int TAIL_BYTES = 64 * 1024;
  private static final int TAIL_LINES = 200;
  private static final int INVOCATIONS = 25;

  private final Premises premises;
  private final Visits visits;
  private final Masks masks;
  private final VisitsPage visitsPage;

  FunctionsPage(Premises premises, Visits visits, Masks masks, VisitsPage visitsPage) {
    this.premises = premises;
    this.visits = visits;
    this.masks = masks;
    this.visitsPage = visitsPage;
  }

  DomContent all() {
    if (premises.functions().isEmpty()) {
      return p("This stack has no function.");
    }
    var rows =
        premises.functions().stream()
            .map(LambdaFunction::config)
            .map(config ->
                Parts.row(
                    a(config.name()).withHref(path(config)),
                    text(config.runtime()),
                    code(config.handler()),
                    text(Took.of(config.timeout())),
                    text(config.memory() + " MB")))
            .toList();
    return Parts.listing(
        "Functions", List.of("Name", "Runtime", "Handler", "Time-out", "Memory"), rows);
  }

  private static String path(FunctionConfig config) {
    return Page.ROOT + "/functions/" + config.name();
  }

  DomContent one(Session session, LambdaFunction function) {
    FunctionConfig config = function.config();
    return each(
        dl(
            dt("Runtime"),
            dd(config.runtime()),
            dt("Handler"),
            dd(code(config.handler())),
            dt("Role"),
            dd(code(config.roleArn())),
            dt("Variables"),
            dd(variables(config.environment()))),
        section(h2("Invoke"), invokeForm(session, config, "{}")),
        section(h2("Invocations"), invocations(config)),
        section(
            h2("Log"),
            p("The last lines, secrets masked; `gatehouse logs " + config.name() + " -f` follows."),
            Parts.verbatim("Log", tail(config))));
  }

  /// The names alone: values are often secrets.
  private static String variables(Map<String, String> environment) {
    return environment.isEmpty()
        ? "none of its own"
        : environment.keySet().stream().sorted().collect(Collectors.joining(", "));
  }

  private static DomContent invokeForm(Session session, FunctionConfig config, String event) {
    return Page.form(
        session,
        "/functions/" + config.name() + "/invoke",
        label("Event (JSON)").attr("for", "event"),
        textarea(event).withId("event").withName("event").attr("rows", 6).attr("spellcheck", false),
        button("Invoke").withClass("primary"));
  }

  private DomContent invocations(FunctionConfig config) {
    var rows =
        visits.invocations(config.name(), INVOCATIONS).stream()
            .map(invocation ->
                Parts.row(
                    text(invocation.from().toString()),
                    a(invocation.id()).withHref(path(config) + "/invocations/" + invocation.id()),
                    text(invocation.failure().orElse("answered")),
                    text(invocation.init().map(Took::of).orElse("")),
                    text(Took.of(invocation.took())),
                    visits
                        .find(invocation.visit())
                        .<DomContent>map(seen ->
                            a("visit " + seen.number())
                                .withHref(Page.ROOT + "/visits/" + seen.number()))
                        .orElse(text(""))))
            .toList();
    return rows.isEmpty()
        ? p("None since the start.")
        : Parts.listing(
            "Invocations of " + config.name(),
            List.of("Time", "Request id", "Outcome", "Init", "Took", "For"),
            rows);
  }

  DomContent invocation(SeenInvocation invocation) {
    Story.Deed deed = visits.deed(invocation);
    return each(
        section(
            h2("What happened"),
            SequenceDiagram.of(
                "Sequence of invocation " + invocation.id(),
                Sequence.of(deed),
                masks.and(invocation.credentials())::sentence)),
        visitsPage.deed(deed));
  }

  private String tail(FunctionConfig config) {
    Path file = premises.logs().resolve(config.name() + ".log");
    if (!Files.exists(file)) {
      return "(nothing yet)";
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long start = Math.max(0, channel.size() - TAIL_BYTES);
      var bytes = ByteBuffer.allocate((int) Math.min(TAIL_BYTES, channel.size()));
      while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) {
        // Reads on.
      }
      var lines =
          new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).lines().toList();
      int from = Math.max(start > 0 ? 1 : 0, lines.size() - TAIL_LINES);
      return lines.subList(Math.min(from, lines.size()), lines.size()).stream()
          .map(masks::text)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return "the log cannot be read: " + e.getMessage();
    }
  }
}
