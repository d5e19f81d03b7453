#pragma once

#include "operations/actions/action.h"

#include <QtCore/QStringList>

namespace oriel::forms {

/// What is wrong with a volume, or what it waits for.
struct VolumeState
{
    QString text; ///< sentences for its page; empty: nothing
    bool isError = false;
    QStringList actions; ///< the keys of those that may help, the most useful first
};

/// Also of a volume that has been in a passing state, such as "detaching", for suspiciously long.
[[nodiscard]] VolumeState volumeState(const operations::Situation &situation, const QString &id);

/// Cinder's message in words: "extend volume: An unknown error occurred."
[[nodiscard]] QString messageText(const QString &message);

} // namespace oriel::forms
