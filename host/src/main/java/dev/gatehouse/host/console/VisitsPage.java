package dev.gatehouse.host.console;

import static j2html.TagCreator.a;
import static j2html.TagCreator.attrs;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.text;

import dev.gatehouse.door.Verdict;
import dev.gatehouse.door.Visit;
import dev.gatehouse.http.HttpHeaders;
import j2html.tags.DomContent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The last visits, as they come, and one visit with everything that is known of it.
final class VisitsPage {
  static final int ROWS = 100;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final Visits visits;
  private final Premises premises;
  private final Masks masks;

  VisitsPage(Visits visits, Premises premises, Masks masks) {
    this.visits = visits;
    this.premises = premises;
    this.masks = masks;
  }

  DomContent all() {
    return each(
        p(
            "The latest first; new ones appear by themselves. They are kept in memory only: `gatehouse"
                + " why` knows refusals from before the last start."),
        live());
  }

  /// Asks again every second; what is shown is replaced only when there is something new.
  DomContent live() {
    long count = visits.count();
    var rows = visits.latest(ROWS).stream().map(this::row).toList();
    return div(rows.isEmpty()
            ? p("Nobody has knocked yet.")
            : Parts.listing(
                "Visits",
                List.of("Time", "Asked", "Status", "Verdict", "Who", "Took", "Address"),
                rows))
        .withId("live")
        .attr("hx-get", Page.ROOT + "/visits/live?seen=" + count)
        .attr("hx-trigger", "every 1s")
        .attr("hx-swap", "outerHTML");
  }

  private DomContent row(SeenVisit seen) {
    Visit visit = seen.visit();
    return Parts.row(
        a(TIME.format(visit.at()))
            .withHref(Page.ROOT + "/visits/" + seen.number())
            .withId("visit-" + seen.number()),
        code(masks.sentence(asked(visit))),
        text(Integer.toString(visit.status())),
        Parts.verdict(visit.verdict()),
        text(masks.sentence(who(visit))),
        text(Took.of(visit.took())),
        text(visit.gate()));
  }

  private static String asked(Visit visit) {
    return visit.gate().equals(Premises.BASE_ADDRESS)
        ? visit.door()
        : visit.method() + " " + visit.path();
  }

  private static String who(Visit visit) {
    return switch (visit.verdict()) {
      // Of an ARN, what tells one from another here.
      case Verdict.Allowed(var principal) -> principal.substring(principal.lastIndexOf(':') + 1);
      case Verdict.Denied _ -> "";
    };
  }

  String title(SeenVisit seen) {
    return masks.sentence(asked(seen.visit())) + " → " + seen.visit().status();
  }

  DomContent one(Story story) {
    Visit visit = story.visit().visit();
    var parts = new ArrayList<DomContent>();
    parts.add(verdict(visit));
    parts.add(diagram(story));
    parts.add(facts(story));
    parts.add(said("Request", request(story.visit()), story.visit().question(), masks));
    parts.add(said("Answer", answer(story.visit()), story.visit().answer(), masks));
    story.deeds().forEach(deed -> parts.add(deed(deed)));
    return each(parts.stream());
  }

  List<Arrow> arrows(Story story) {
    return Sequence.of(story, premises::gate);
  }

  private DomContent diagram(Story story) {
    return section(
        h2("What happened"),
        SequenceDiagram.of("Sequence of " + title(story.visit()), arrows(story), masks::sentence));
  }

  private DomContent verdict(Visit visit) {
    return switch (visit.verdict()) {
      case Verdict.Allowed(var principal) ->
          div(
              attrs(".verdict.allowed"),
              p(strong("Allowed"), text(" for " + Masks.legible(principal) + ".")));
      case Verdict.Denied(var reason) ->
          div(
              attrs(".verdict.denied"),
              p(
                  strong("Denied by " + reason.getClass().getSimpleName()),
                  text(": " + masks.sentence(reason.sentence()) + ".")),
              opening(visit));
    };
  }

  /// What the door's lock asks for, where the visit was to a known door.
  private DomContent opening(Visit visit) {
    return premises
        .door(visit)
        .<DomContent>map(entrance ->
            p(
                strong("What opens this door: "),
                text(Parts.opensTo(entrance.door().lock())),
                text(Parts.howTo(entrance.door().lock()))))
        .orElse(text(""));
  }

  private DomContent facts(Story story) {
    Visit visit = story.visit().visit();
    return dl(
        dt("Time"),
        dd(visit.at().toString()),
        dt("Took"),
        dd(Took.of(visit.took())),
        dt("Address"),
        dd(visit.gate()),
        dt("Door"),
        dd(masks.sentence(visit.door())),
        dt("From"),
        dd(visit.client()),
        dt("Request id"),
        dd(code(visit.id())),
        story
            .cause()
            .map(cause ->
                each(
                    dt("Called by"),
                    dd("function " + cause.function() + ", invocation " + cause.id())))
            .orElse(text("")),
        story
            .token()
            .map(token ->
                each(
                    dt("Token from"),
                    dd(
                        a("the request at " + TIME.format(token.visit().at()))
                            .withHref(Page.ROOT + "/visits/" + token.number()))))
            .orElse(text("")));
  }

  private String request(SeenVisit seen) {
    String query = seen.query().isEmpty() ? "" : "?" + masks.query(seen.query());
    return masks.sentence(seen.visit().method() + " " + seen.visit().path())
        + query
        + "\n"
        + headers(seen.asked());
  }

  private String answer(SeenVisit seen) {
    return seen.visit().status() + "\n" + headers(seen.answered());
  }

  private String headers(HttpHeaders headers) {
    return StreamSupport.stream(headers.spliterator(), false)
        .map(line -> Masks.legible(line.name()) + ": " + masks.header(line))
        .collect(Collectors.joining("\n"));
  }

  private static DomContent said(String title, String head, Excerpt body, Masks masks) {
    String text = body.length() == 0 ? "" : "\n\n" + masks.body(body);
    return section(h2(title), Parts.verbatim(title, head + text));
  }

  DomContent deed(Story.Deed deed) {
    SeenInvocation invocation = deed.invocation();
    Masks own = masks.and(invocation.credentials());
    return section(
        h2("Function " + invocation.function()),
        dl(
            dt("Invocation"),
            dd(code(invocation.id())),
            dt("Took"),
            dd(Took.of(invocation.took())),
            dt("Started by it"),
            dd(
                invocation
                    .init()
                    .map(init -> "a new environment, in " + Took.of(init))
                    .orElse("nothing: its environment was warm")),
            dt("Outcome"),
            dd(invocation.failure().orElse("answered"))),
        p(strong("Event")),
        Parts.verbatim("Event", own.body(invocation.event())),
        p(strong("Response")),
        Parts.verbatim(
            "Response",
            invocation.response().length() == 0 ? "(empty)" : own.body(invocation.response())));
  }
}
