#pragma once

#include "ui/dialogs/launch/launchsection.h"

class QBoxLayout;
class QLineEdit;

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

    void showAddresses(const std::vector<forms::LaunchOption> &networks);
    void addList(const QString &key, QBoxLayout *row);

    std::vector<List> m_lists;
    QFormLayout *m_addressFields = nullptr;
    QHash<QString, QLineEdit *> m_addresses;         ///< by network
    std::vector<forms::LaunchOption> m_addressesFor; ///< the networks as they are shown
};

} // namespace oriel::ui
