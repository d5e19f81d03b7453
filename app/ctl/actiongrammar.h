#pragma once

#include "app/ctl/arguments.h"
#include "operations/actions/action.h"

#include <QtCore/QHash>

#include <vector>

namespace oriel::ctl {

/// How an action is written in the terminal. It follows from the command that the window shows for
/// it, so that what is shown there can be pasted here.
struct ActionGrammar
{
    const operations::Action *action = nullptr;
    QStringList words{};               ///< "server", "reboot"
    QStringList flags{};               ///< what tells it from others of the same words: "hard"
    QHash<QString, QString> options{}; ///< by the field's key: "new_size" is --size
    QString targetOption{};            ///< the target is an option's value; empty: an operand
    QString positionalField{};         ///< the field that is the operand where the target is not
};

/// All actions that can be written, those of the same words together; one that has more flags
/// stands before one that has fewer.
[[nodiscard]] std::vector<std::vector<ActionGrammar>> actionGrammars();

/// The command with all of its variants.
[[nodiscard]] CommandSpec specOf(const std::vector<ActionGrammar> &variants);

} // namespace oriel::ctl
