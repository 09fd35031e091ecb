package dev.gatehouse.cloudformation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.cloudformation.Expression.AvailabilityZones;
import dev.gatehouse.cloudformation.Expression.Base64;
import dev.gatehouse.cloudformation.Expression.Cidr;
import dev.gatehouse.cloudformation.Expression.Faulty;
import dev.gatehouse.cloudformation.Expression.FindInMap;
import dev.gatehouse.cloudformation.Expression.GetAtt;
import dev.gatehouse.cloudformation.Expression.If;
import dev.gatehouse.cloudformation.Expression.ImportValue;
import dev.gatehouse.cloudformation.Expression.Join;
import dev.gatehouse.cloudformation.Expression.ListValue;
import dev.gatehouse.cloudformation.Expression.Literal;
import dev.gatehouse.cloudformation.Expression.MapValue;
import dev.gatehouse.cloudformation.Expression.NoValue;
import dev.gatehouse.cloudformation.Expression.Parameter;
import dev.gatehouse.cloudformation.Expression.Ref;
import dev.gatehouse.cloudformation.Expression.Select;
import dev.gatehouse.cloudformation.Expression.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Computes all of a value that can be known. Before anything is created, references to resources
/// and what is built on them remain; afterwards nothing but data does.
final class Reducer {
  // A short template must not grow into a text that fills the memory.
  private static final int LONGEST_TEXT = Template.MAX_BYTES;
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

  private final Map<String, Expression> parameters;
  private final Mappings mappings;
  private final Map<String, Boolean> conditions;
  private final References references;
  private final Findings findings;

  /// @param conditions those known so far; read through, so that the owner may add to it
  Reducer(
      Map<String, Expression> parameters,
      Mappings mappings,
      Map<String, Boolean> conditions,
      References references,
      Findings findings) {
    this.parameters = parameters;
    this.mappings = mappings;
    this.conditions = conditions;
    this.references = references;
    this.findings = findings;
  }

  Reducer with(References created, Findings late) {
    return new Reducer(parameters, mappings, conditions, created, late);
  }

  Expression reduce(Expression expression, PropertyPath at) {
    return switch (expression) {
      case Literal _, NoValue _, Faulty _ -> expression;
      case ListValue(var elements) -> list(elements, at);
      case MapValue(var members) -> map(members, at);
      case Parameter(var name) -> parameters.getOrDefault(name, new Faulty());
      case Ref ref -> references.ref(ref);
      case GetAtt getAtt -> attribute(getAtt, at);
      case Join(var delimiter, var list) -> join(delimiter, reduce(list, at), at);
      case Select(var index, var list) -> select(reduce(index, at), reduce(list, at), at);
      case Split(var delimiter, var text) -> split(delimiter, reduce(text, at), at);
      case FindInMap find -> find(find, at);
      case If(var condition, var then, var otherwise) ->
          Optional.ofNullable(conditions.get(condition))
              .map(holds -> reduce(holds ? then : otherwise, at))
              .orElseGet(Faulty::new);
      case Base64(var text) -> base64(reduce(text, at), at);
      case AvailabilityZones(var region) -> availabilityZones(reduce(region, at), at);
      case Cidr(var block, var count, var bits) ->
          cidr(reduce(block, at), reduce(count, at), reduce(bits, at), at);
      case ImportValue(var export) -> imported(reduce(export, at), at);
    };
  }

  private Expression list(List<Expression> elements, PropertyPath at) {
    List<Expression> reduced = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      Expression element = reduce(elements.get(i), at.element(i));
      if (!(element instanceof NoValue)) {
        reduced.add(element);
      }
    }
    return new ListValue(reduced);
  }

  private Expression map(Map<String, Expression> members, PropertyPath at) {
    Map<String, Expression> reduced = new LinkedHashMap<>();
    members.forEach((name, value) -> {
      Expression member = reduce(value, at.member(name));
      if (!(member instanceof NoValue)) {
        reduced.put(name, member);
      }
    });
    return new MapValue(reduced);
  }

  private Expression attribute(GetAtt getAtt, PropertyPath at) {
    return switch (reduce(getAtt.attribute(), at)) {
      case Literal name -> references.attribute(new GetAtt(getAtt.logicalId(), name));
      case Faulty faulty -> faulty;
      case Expression _ -> fault(at, "the attribute name of Fn::GetAtt must be known beforehand");
    };
  }

  private Expression join(String delimiter, Expression list, PropertyPath at) {
    if (!(list instanceof ListValue(var elements))) {
      return ExpectedValue.LIST.of(list)
          ? new Join(delimiter, list)
          : wrong("Fn::Join", "a list of strings", list, at);
    }
    boolean known = true;
    long length = 0;
    for (Expression element : elements) {
      if (!ExpectedValue.TEXT.of(element)) {
        return wrong("Fn::Join", "a list of strings", element, at);
      }
      known &= element instanceof Literal;
      length += delimiter.length() + (element instanceof Literal text ? text.text().length() : 0);
    }
    if (length > LONGEST_TEXT) {
      return tooLong(at);
    }
    return known
        ? Literals.text(String.join(delimiter, texts(elements).toList()))
        : new Join(delimiter, list);
  }

  private static Stream<String> texts(List<Expression> literals) {
    return literals.stream().map(Literal.class::cast).map(Literal::text);
  }

  private Expression select(Expression index, Expression list, PropertyPath at) {
    if (index instanceof Literal number && !INDEX.matcher(number.text()).matches()) {
      return fault(
          at, "Fn::Select takes an index from 0 up, found " + OneLine.quote(number.text()));
    }
    if (index instanceof Literal number && list instanceof ListValue(var elements)) {
      int wanted = Integer.parseInt(number.text());
      return wanted < elements.size()
          ? elements.get(wanted)
          : fault(
              at, "Template error: Fn::Select cannot select nonexistent value at index " + wanted);
    }
    if (!ExpectedValue.TEXT.of(index)) {
      return wrong("Fn::Select", "an index", index, at);
    }
    return ExpectedValue.LIST.of(list)
        ? new Select(index, list)
        : wrong("Fn::Select", "a list", list, at);
  }

  private Expression split(String delimiter, Expression text, PropertyPath at) {
    if (text instanceof Literal known) {
      return new ListValue(
          Stream.of(known.text().split(Pattern.quote(delimiter), -1))
              .<Expression>map(Literals::text)
              .toList());
    }
    return ExpectedValue.TEXT.of(text)
        ? new Split(delimiter, text)
        : wrong("Fn::Split", "a string", text, at);
  }

  private Expression find(FindInMap find, PropertyPath at) {
    Expression map = reduce(find.map(), at);
    Expression top = reduce(find.top(), at);
    Expression second = reduce(find.second(), at);
    if (map instanceof Literal name
        && top instanceof Literal one
        && second instanceof Literal two) {
      return mappings
          .find(name.text(), one.text(), two.text())
          .orElseGet(() ->
              fault(
                  at,
                  "Template error: Unable to get mapping for %s::%s::%s"
                      .formatted(
                          OneLine.quote(name.text()),
                          OneLine.quote(one.text()),
                          OneLine.quote(two.text()))));
    }
    return Stream.of(map, top, second).anyMatch(Faulty.class::isInstance)
        ? new Faulty()
        : fault(at, "the keys of Fn::FindInMap must be strings known before anything is created");
  }

  private Expression base64(Expression text, PropertyPath at) {
    if (text instanceof Literal known) {
      return known.text().length() > LONGEST_TEXT / 2
          ? tooLong(at)
          : Literals.text(
              java.util.Base64.getEncoder().encodeToString(known.text().getBytes(UTF_8)));
    }
    return ExpectedValue.TEXT.of(text)
        ? new Base64(text)
        : wrong("Fn::Base64", "a string", text, at);
  }

  /// Which zones an account sees is AWS's secret; every region has an a and a b, nearly all a c.
  private Expression availabilityZones(Expression region, PropertyPath at) {
    if (region instanceof Literal named && named.text().isEmpty()) {
      return availabilityZones(reduce(new Parameter("AWS::Region"), at), at);
    }
    if (region instanceof Literal named) {
      return Literals.texts(Stream.of("a", "b", "c").map(named.text()::concat).toList());
    }
    return region instanceof Faulty
        ? region
        : fault(at, "Fn::GetAZs takes a region known before anything is created");
  }

  private Expression cidr(Expression block, Expression count, Expression bits, PropertyPath at) {
    if (block instanceof Literal one
        && count instanceof Literal two
        && bits instanceof Literal three) {
      return CidrBlocks.of(one.text(), two.text(), three.text())
          .<Expression>map(blocks -> Literals.texts(blocks.toList()))
          .orElseGet(() ->
              fault(
                  at,
                  "Template error: Fn::Cidr takes an IPv4 block, a count from 1 to 256 and the number of host bits, and the blocks must fit: found [%s, %s, %s]"
                      .formatted(
                          OneLine.quote(one.text()),
                          OneLine.quote(two.text()),
                          OneLine.quote(three.text()))));
    }
    return Stream.of(block, count, bits).anyMatch(Faulty.class::isInstance)
        ? new Faulty()
        : fault(at, "what Fn::Cidr takes must be known before anything is created");
  }

  private Expression imported(Expression export, PropertyPath at) {
    return switch (export) {
      case Literal name -> references.imported(new ImportValue(name));
      case Faulty faulty -> faulty;
      case Expression _ -> fault(at, "the name in Fn::ImportValue cannot depend on a resource");
    };
  }

  private Expression wrong(String function, String expected, Expression found, PropertyPath at) {
    return found instanceof Faulty
        ? found
        : fault(
            at, "%s takes %s, found %s".formatted(function, expected, ExpectedValue.phrase(found)));
  }

  private Expression tooLong(PropertyPath at) {
    return fault(at, "the text grows beyond " + LONGEST_TEXT + " characters");
  }

  private Expression fault(PropertyPath at, String problem) {
    findings.fault(at, problem);
    return new Faulty();
  }
}
