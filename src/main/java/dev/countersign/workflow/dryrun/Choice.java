package dev.countersign.workflow.dryrun;

import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngine;

/**
 * Something that somebody, a clock or another program can do now.
 *
 * @param order by which the choices of a situation are tried; the same for the same choice in every run
 * @param waiting what waits for it
 * @param words what is done
 * @param element process and element it comes from, {@code process#element}
 * @param byPerson whether the running system must let a person do it
 * @param prepares what it brings with it
 * @param carriedOut the one call of the engine
 */
record Choice(
        String order,
        Waiting waiting,
        String words,
        String element,
        boolean byPerson,
        Consumer<Stage> prepares,
        Consumer<ProcessEngine> carriedOut) {

    /**
     * What a choice is waited for by.
     *
     * @param id the same until it waits no more, however often that happens
     * @param most times that it can happen; of a clock whose number of strikes is drawn, that number, since time stands still here
     */
    record Waiting(String id, int most) {

        static Waiting of(String id) {
            return new Waiting(id, Integer.MAX_VALUE);
        }
    }
}
