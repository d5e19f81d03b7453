#pragma once

#include "ui/widgets/viewaccess.h"

#include <QtCore/QAbstractTableModel>
#include <QtWidgets/QTableView>

#include <functional>
#include <vector>

namespace oriel::ui {

class Theme;

/// A column of a PickTable, by the row's ID.
struct PickColumn
{
    QString title;
    std::function<QString(const QString &id)> text;
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

/// The cell of a column “Fits”: “Yes”, or “No” with the beginning of the reason.
[[nodiscard]] QString fitText(const QString &obstacle);

/// Rows of which one is picked. Only their IDs are held: the texts of a row are computed when it is
/// painted, so that a list of any length opens at once. A row with an obstacle can be picked, which
/// shows the obstacle; it is in the secondary color.
class PickTable final : public AnnouncingView<QTableView>
{
    Q_OBJECT

public:
    /// `stretched`: the column that takes the remaining width. `most`: rows visible without
    /// scrolling.
    PickTable(Theme &theme, std::vector<PickColumn> columns, int stretched, int most,
              QWidget *parent = nullptr);

    /// Why a row does not fit, as a sentence; empty: it does.
    void setObstacle(std::function<QString(const QString &id)> obstacle);
    /// The picked row stays picked. Rows that are the same are painted again.
    void setIds(const QStringList &ids);
    /// This column, too, takes the remaining width.
    void stretch(int column);
    /// Takes the height of a long list, because one follows.
    void reserve();
    void setPicked(const QString &id);
    [[nodiscard]] const QStringList &ids() const;

Q_SIGNALS:
    /// By the user.
    void picked(const QString &id);

protected:
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;
    void showEvent(QShowEvent *event) override;

private:
    class Rows;

    void fit();

    Rows *m_rows;
    int m_most;
    QString m_picked;
    bool m_setting = false;
    bool m_reserved = false;
};

} // namespace oriel::ui
