package dev.gatehouse.host.console;

import static j2html.TagCreator.a;
import static j2html.TagCreator.attrs;
import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;

import dev.gatehouse.door.Verdict;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The first-run page: the article's walk, a button for each real request.
final class WalkPage {
  private final Premises premises;
  private final Visits visits;
  private final VisitsPage visitsPage;
  private final Masks masks;

  WalkPage(Premises premises, Visits visits, VisitsPage visitsPage, Masks masks) {
    this.premises = premises;
    this.visits = visits;
    this.visitsPage = visitsPage;
    this.masks = masks;
  }

  DomContent of(Session session) {
    List<Knock> knocks = Knock.all(premises);
    if (knocks.isEmpty()) {
      return p("This stack has no door for requests to walk through.");
    }
    var steps = new ArrayList<DomContent>();
    for (int i = 0; i < knocks.size(); i++) {
      steps.add(step(session, knocks.get(i), i));
    }
    return each(
        p(
            "Each button sends one real request from this machine to the real door. What you see is"
                + " the answer that any client would get, the verdict of the lock, and the way that the"
                + " request took."),
        ol(attrs(".walk"), each(steps.stream())),
        Page.form(session, "/walk/again", button("Start over")));
  }

  private DomContent step(Session session, Knock knock, int index) {
    Optional<Walk.Outcome> outcome = session.walk().outcome(knock);
    return li(
            h2(knock.title()),
            p(knock.why()),
            p(code(knock.method() + " " + knock.url()), text(" "), with(knock)),
            knock.body().isEmpty() ? text("") : Parts.verbatim("Body", knock.body()),
            Page.form(
                session,
                "/walk/" + index,
                button(outcome.isPresent() ? "Send again" : "Send")
                    .withClass("primary")
                    .withId("send-" + index)
                    .attr("aria-label", "Send: " + knock.title())),
            outcome.map(this::outcome).orElse(text("")))
        .withId("step-" + index);
  }

  private static DomContent with(Knock knock) {
    return span(
        switch (knock.credential()) {
          case NONE -> "without credentials";
          case SIGNATURE -> "signed with the administrator's key";
          case SECRET -> "with the client's id and secret";
          case TOKEN -> "with the token";
        });
  }

  private DomContent outcome(Walk.Outcome outcome) {
    return switch (outcome) {
      case Walk.Outcome.NotSent(var because) -> p(attrs(".note"), text(because));
      case Walk.Outcome.Answered answered ->
          div(
              attrs(".outcome"),
              p(
                  Parts.badge(
                      answered.asExpected() ? "allowed" : "denied",
                      answered.asExpected() ? "As expected" : "Not as expected"),
                  text(" "),
                  code(Integer.toString(answered.status()))),
              Parts.verbatim("Answer", masks.body(answered.answer())),
              answered.visit().flatMap(visits::story).map(this::story).orElse(text("")));
    };
  }

  private DomContent story(Story story) {
    return div(
        j2html.TagCreator.iff(
            story.visit().visit().verdict() instanceof Verdict.Denied,
            p(
                attrs(".reason"),
                text(
                    story.visit().visit().verdict() instanceof Verdict.Denied(var reason)
                        ? masks.sentence(reason.sentence())
                        : ""))),
        SequenceDiagram.of(
            "Sequence of " + visitsPage.title(story.visit()),
            visitsPage.arrows(story),
            masks::sentence),
        p(
            a("Everything about this request")
                .withHref(Page.ROOT + "/visits/" + story.visit().number())));
  }
}
