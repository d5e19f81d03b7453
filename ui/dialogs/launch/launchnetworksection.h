#pragma once

#include "ui/dialogs/launch/launchsection.h"

class QBoxLayout;

namespace oriel::ui {

class CellTable;

/// The networks, existing ports and security groups of the new instance.
class LaunchNetworkSection final : public LaunchSection
{
    Q_OBJECT

public:
    LaunchNetworkSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    void refresh() override;

private:
    struct List
    {
        const forms::LaunchField *field;
        QWidget *part; ///< with its heading
        CellTable *table;
    };

    void addList(const QString &key, QBoxLayout *row);

    std::vector<List> m_lists;
};

} // namespace oriel::ui
