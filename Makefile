.PHONY: help build test format run demo fidelity
help:    ; @echo "make build | test | format | fidelity | run | demo"
build:   ; ./mvnw -DskipTests package
test:    ; ./mvnw verify
format:  ; ./mvnw -q spotless:apply
run:     ; ./gatehouse up
demo:    ; ./gatehouse tour
fidelity: ; ./mvnw -q -pl cli -am test -Dtest=FidelityTest -Dfidelity.write -Dsurefire.failIfNoSpecifiedTests=false
