#include "ui/widgets/metadatafacts.h"

#include "store/snapshotset.h"

namespace oriel::ui {

std::vector<FactGrid::Fact> metadataFacts(const QMap<QString, QString> &metadata)
{
    std::vector<FactGrid::Fact> facts;
    for (auto at = metadata.cbegin(); at != metadata.cend(); ++at) {
        if (!at.key().startsWith(QLatin1StringView(store::tagPrefix)))
            facts.push_back({.label = at.key(), .value = at.value()});
    }
    return facts;
}

} // namespace oriel::ui
