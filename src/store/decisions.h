#pragma once

#include <QtCore/QString>

#include <vector>

namespace oriel::store {

class CloudStores;

/// Why an instance waits for somebody to decide something. The ui room has the texts.
enum class DecisionReason {
    Resized,     ///< the resize is to be confirmed or reverted
    Rescued,     ///< runs from a rescue image
    Unreachable, ///< running, with no address or no port that is up; or its cell is down
    Locked,
    Shelved,
};

struct Decision
{
    DecisionReason reason = DecisionReason::Resized;
    QString id; ///< of the server
    QString name;
    QString detail; ///< of a lock: its reason; of Unreachable, what it lacks: "address", "port" or
                    ///< "cell"

    bool operator==(const Decision &) const = default;
};

/// The instances in `stores` that wait for a decision, the most urgent first, then by name. What is
/// not known, such as ports that were not loaded, is no reason. GUI thread; linear in the number of
/// rows.
[[nodiscard]] std::vector<Decision> decisions(const CloudStores &stores);

} // namespace oriel::store
