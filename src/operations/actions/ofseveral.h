#pragma once

#include "operations/actions/action.h"

/// What a form says that is filled in once for several resources: what holds for all of them. With
/// one resource these are the functions of the action and of its fields.
namespace oriel::operations {

/// Why the action is not possible for this one now, as a sentence; empty: it is.
[[nodiscard]] QString obstacleTo(const Action &action, const Situation &situation,
                                 const QString &id, bool isOneOfSeveral);
/// Those of `ids` for which the action is possible now; all, if it is for none.
[[nodiscard]] QStringList possibleAmong(const Action &action, const Situation &situation,
                                        const QStringList &ids);
/// Why the action is not possible for some of `ids`, with their names, in sentences; empty: it is
/// possible for all.
[[nodiscard]] QString leftOut(const Action &action, const Situation &situation,
                              const QStringList &ids);

/// What can be chosen for each of them, with the first problem and the name of its resource, unless
/// all have it.
[[nodiscard]] std::vector<Field::Option> optionsOf(const Action &action, const Field &field,
                                                   const Situation &situation,
                                                   const QStringList &ids);
/// The largest of the smallest numbers.
[[nodiscard]] int leastOf(const Field &field, const Situation &situation, const QStringList &ids);
/// The first problem of a field, with the name of its resource.
[[nodiscard]] QString problemOf(const Action &action, const Field &field,
                                const Situation &situation, const QStringList &ids,
                                const Values &values);
/// The same of all values together, see Action::problem().
[[nodiscard]] QString problemOf(const Action &action, const Situation &situation,
                                const QStringList &ids, const Values &values);
/// The notes of all, each once; the sums of what they take of the quotas; and the first problem,
/// with its name. Who is left out, because the action is not possible, is in a note.
[[nodiscard]] Briefing briefingOf(const Action &action, const Situation &situation,
                                  const QStringList &ids, const Values &values);
/// The values for one resource: what was entered and, if it is one of several, the presets of its
/// fields with Field::ofEach.
[[nodiscard]] Values valuesFor(const Action &action, const Situation &situation, const QString &id,
                               bool isOneOfSeveral, Values values);

} // namespace oriel::operations
