#pragma once

#include "app/ctl/arguments.h"
#include "operations/actions/action.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

#include <vector>

namespace oriel::ctl {

/// How an action is written in the terminal. It is derived from the command that the window shows,
/// so that what is shown there can be pasted here.
struct ActionGrammar
{
    const operations::Action *action = nullptr;
    QStringList words{};               ///< "server", "reboot"
    QStringList flags{};               ///< distinguishes it from others with the same words: "hard"
    QHash<QString, QString> options{}; ///< by the field's key: "new_size" is --size
    QSet<QString> assigned{};          ///< keys whose options take KEY=VALUE: --rule limit=3
    QString targetOption{};            ///< the option whose value is the target; empty: an operand
    QString positionalField{};         ///< the field that is an operand
    /// Where that operand stands.
    enum class Place { Alone, BeforeTarget, AfterTarget };
    Place place = Place::Alone;

    /// The options that must be given.
    [[nodiscard]] QStringList needed() const;
    [[nodiscard]] bool takes(const QString &option) const;
};

/// All actions that can be written, grouped by their words. Variants differ by a flag ("--hard") or
/// by an option that they need ("--public-key", "--private-key"); those that need more come first.
[[nodiscard]] std::vector<std::vector<ActionGrammar>> actionGrammars();

/// The variant that the options name. An error if none is, or if they name several.
[[nodiscard]] Result<ActionGrammar> variantFor(const std::vector<ActionGrammar> &variants,
                                               const Invocation &invocation);

/// The command with all of its variants.
[[nodiscard]] CommandSpec specOf(const std::vector<ActionGrammar> &variants);

} // namespace oriel::ctl
