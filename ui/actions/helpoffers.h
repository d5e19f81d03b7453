#pragma once

#include "forms/errortext.h"
#include "operations/journal/journalentry.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <functional>
#include <vector>

namespace oriel::ui {

class ActionFlow;

/// A button beside an advice.
struct HelpOffer
{
    QString key; ///< of its object name: "unlock-server"
    QString text;
    QString tip; ///< what it does, if the text does not say it
    std::function<void()> act;
};

/// What helps after an operation that failed, or whose outcome is unknown: first what its action
/// needs and is possible now, then what the advice about its error leads to. The most helpful ones
/// first. `flow` carries the actions out, and `navigate` shows the lists; both may be used as long
/// as the offers are. `entry` is of this project.
[[nodiscard]] std::vector<HelpOffer>
helpAfter(const UiContext &ui, ActionFlow &flow, const operations::JournalEntry &entry,
          const std::function<void(const Route &route)> &navigate);

} // namespace oriel::ui
