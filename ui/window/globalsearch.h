#pragma once

#include "ui/window/searchhits.h"

#include <QtCore/QPointer>
#include <QtWidgets/QLineEdit>

class QCompleter;
class QStandardItemModel;

namespace oriel::ui {

class Theme;

/// The field that finds everything (Ctrl+K): instances, volumes, snapshots and images by name, id
/// or IP address, from what the stores hold. What is found opens below the field; Up, Down and
/// Enter choose.
class GlobalSearch : public QLineEdit
{
    Q_OBJECT

public:
    explicit GlobalSearch(Theme &theme, QWidget *parent = nullptr);

    /// Null: nothing can be found (signed out).
    void setStores(store::CloudStores *stores);
    [[nodiscard]] const std::vector<SearchHit> &hits() const { return m_hits; }

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// After a search has been worked out.
    void searched();

protected:
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void search();
    void showHits(std::vector<SearchHit> hits);
    void openPopup();
    void open(int row);

    Theme &m_theme;
    QPointer<store::CloudStores> m_stores;
    std::unique_ptr<store::Interest> m_interest;
    QStandardItemModel *m_model;
    QCompleter *m_completer;
    std::vector<SearchHit> m_hits;
    quint64 m_generation = 0;
};

} // namespace oriel::ui
