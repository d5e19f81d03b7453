#pragma once

#include "ui/window/searchhits.h"

#include <QtCore/QPointer>
#include <QtWidgets/QLineEdit>

namespace oriel::ui {

class SuggestionList;
class Theme;

/// The global search field (Ctrl+K): finds the resources of all list pages by name, ID or IP
/// address, among the rows held by the stores. The hits open below the field; Up, Down and the
/// mouse move the highlight, and Enter opens the highlighted hit. If Enter comes before the hits,
/// it opens the unambiguous one: the only one, or the one with exactly that name.
class GlobalSearch : public QLineEdit
{
    Q_OBJECT

public:
    explicit GlobalSearch(Theme &theme, QWidget *parent = nullptr);

    /// Null: no search (signed out).
    void setStores(store::CloudStores *stores);
    [[nodiscard]] const std::vector<SearchHit> &hits() const { return m_hits; }
    /// The text that the hits belong to; the field may already contain another one.
    [[nodiscard]] const QString &hitsOf() const { return m_hitsOf; }

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// A search has finished.
    void searched();

protected:
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void search();
    void showHits(std::vector<SearchHit> hits);
    void openList();
    void open(const QString &key);
    /// The stores have changed: the same text may find more.
    void searchAgain();
    void watchStores();

    Theme &m_theme;
    QPointer<store::CloudStores> m_stores;
    std::unique_ptr<store::Subscription> m_subscription;
    SuggestionList *m_list;
    std::vector<SearchHit> m_hits;
    QString m_hitsOf; ///< the text that m_hits belongs to
    quint64 m_generation = 0;
    bool m_searching = false;
    bool m_again = false; ///< the stores have changed during the search
    bool m_enter = false; ///< Enter was pressed before the hits arrived
};

} // namespace oriel::ui
